package io.prodhealth.architecture.bad;

import io.prodhealth.architecture.bad.source.Judges;

public record Agent(Judges source) {}
