package io.prodhealth.architecture.bad.snapshot;

import io.fabric8.kubernetes.api.model.Pod;

record HoldsAPod(Pod pod) {}
