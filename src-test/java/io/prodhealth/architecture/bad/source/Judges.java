package io.prodhealth.architecture.bad.source;

import io.prodhealth.architecture.bad.practice.Observes;
import io.prodhealth.architecture.bad.snapshot.Fine;

public record Judges(Observes practice, Fine fine) {}
