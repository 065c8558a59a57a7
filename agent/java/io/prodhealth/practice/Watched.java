package io.prodhealth.practice;

import io.prodhealth.signal.readiness.ApiReadiness;
import io.prodhealth.snapshot.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the readiness signal says of each API, to be found by API. */
public final class Watched {

    private final Map<Workload, ApiReadiness> apis = new HashMap<>();

    private Watched(Evidence evidence) {
        for (ApiReadiness one : evidence.readiness().apis().orElse(List.of())) {
            apis.put(one.api().workload(), one);
        }
    }

    /** Of everything that is known at that moment. */
    public static Watched of(Evidence evidence) {
        return evidence.shared(Watched.class, Watched::new);
    }

    /** Of one API; null where the signal says nothing of it. */
    public @Nullable ApiReadiness of(ApiSpec api) {
        return apis.get(api.api().workload());
    }
}
