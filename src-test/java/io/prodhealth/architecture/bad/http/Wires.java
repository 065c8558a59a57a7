package io.prodhealth.architecture.bad.http;

import io.prodhealth.architecture.bad.cli.Main;

record Wires(Main main) {}
