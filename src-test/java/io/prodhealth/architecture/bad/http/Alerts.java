package io.prodhealth.architecture.bad.http;

import io.prodhealth.architecture.bad.alerting.Reads;

record Alerts(Reads alerting) {}
