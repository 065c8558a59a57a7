package io.prodhealth.architecture.bad.report;

import io.prodhealth.architecture.bad.source.Judges;

record Observes(Judges source) {}
