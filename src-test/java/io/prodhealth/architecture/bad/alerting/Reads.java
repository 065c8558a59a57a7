package io.prodhealth.architecture.bad.alerting;

import io.prodhealth.architecture.bad.config.TextUtil;

public record Reads(TextUtil config) {}
