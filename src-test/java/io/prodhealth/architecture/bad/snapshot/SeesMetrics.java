package io.prodhealth.architecture.bad.snapshot;

import io.prodhealth.architecture.bad.metrics.RunsVertx;

record SeesMetrics(RunsVertx metrics) {}
