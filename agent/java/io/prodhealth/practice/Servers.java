package io.prodhealth.practice;

import io.prodhealth.snapshot.Container;
import java.util.Optional;

/** What Cortex's own containers beside an API's say of the server that they talk to. */
public final class Servers {

    private Servers() {}

    /** {@code pod.port}, at which the requests arrive; empty outside Cortex and for a Task API. */
    public static Optional<String> port(ApiSpec api) {
        return argument(api, "--user-port");
    }

    /** What the sidecar was started with; empty where no sidecar has that flag. */
    public static Optional<String> argument(ApiSpec api, String flag) {
        for (Container sidecar : api.api().sidecars()) {
            String value = sidecar.argument(flag);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** Requests that one replica works on at once: a batch worker has no such setting and works on one; 0 when not known. */
    public static int concurrency(ApiSpec api) {
        Integer concurrency = api.api().maxConcurrency();
        if (concurrency != null) {
            return concurrency;
        }
        return api.kind().equals("BatchAPI") ? 1 : 0;
    }
}
