package io.prodhealth.architecture.bad.practice;

import io.prodhealth.architecture.bad.config.TextUtil;
import io.prodhealth.architecture.bad.snapshot.Fine;
import io.prodhealth.architecture.bad.source.Judges;

public record Observes(Judges source, Fine fine, TextUtil given) {}
