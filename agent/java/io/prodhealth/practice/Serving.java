package io.prodhealth.practice;

import io.prodhealth.snapshot.Container;

/** Which container of an API answers its requests. */
public final class Serving {

    private Serving() {}

    /**
     * Whether that container may be the one that serves: the only one, or one with a readiness check, or any while none has
     * one. A container that only helps is judged more mildly.
     */
    public static boolean serves(ApiSpec api, Container container) {
        if (api.containers().size() == 1) {
            return true;
        }
        return api.readinessProbes()
                .known()
                .filter(probes -> !probes.isEmpty())
                .map(probes -> probes.containsKey(container.name()))
                .orElse(true);
    }
}
