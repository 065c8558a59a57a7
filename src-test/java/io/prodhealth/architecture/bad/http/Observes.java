package io.prodhealth.architecture.bad.http;

import io.prodhealth.architecture.bad.source.Judges;

record Observes(Judges source) {}
