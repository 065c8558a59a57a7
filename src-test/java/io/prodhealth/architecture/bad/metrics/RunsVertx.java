package io.prodhealth.architecture.bad.metrics;

import io.vertx.core.Vertx;

public record RunsVertx(Vertx vertx) {}
