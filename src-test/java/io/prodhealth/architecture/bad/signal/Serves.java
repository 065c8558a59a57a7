package io.prodhealth.architecture.bad.signal;

import io.prodhealth.architecture.bad.http.Prints;

record Serves(Prints http) {}
