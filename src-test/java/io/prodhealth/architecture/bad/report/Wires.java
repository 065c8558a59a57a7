package io.prodhealth.architecture.bad.report;

import io.prodhealth.architecture.bad.Agent;

record Wires(Agent agent) {}
