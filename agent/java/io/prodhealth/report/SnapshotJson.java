package io.prodhealth.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.prodhealth.snapshot.ClusterSnapshot;
import io.prodhealth.snapshot.Container;
import io.prodhealth.snapshot.Observed;
import io.prodhealth.snapshot.Pod;
import io.prodhealth.snapshot.Pods;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole snapshot as JSON, for whoever has to find out why the agent says what it says. It is written as it is walked,
 * so its size in memory is that of one object. The values of environment variables are left out: people keep passwords
 * there. No promise is made about its form.
 */
public final class SnapshotJson {

    private final JsonMapper mapper = JsonMapper.builder()
            .addMixIn(Observed.class, Dated.class)
            .addMixIn(Pods.class, PodList.class)
            .addMixIn(Container.class, WithoutEnvironment.class)
            .build();

    /** Writes {@code snapshot} to {@code out}, and closes it. */
    public void write(ClusterSnapshot snapshot, OutputStream out) {
        mapper.writeValue(new OutputStreamWriter(out, StandardCharsets.UTF_8), snapshot);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Observed.Known.class, name = "known"),
        @JsonSubTypes.Type(value = Observed.Unknown.class, name = "unknown")
    })
    private interface Dated {}

    private interface PodList {
        @JsonValue
        Collection<Pod> all();
    }

    @JsonIgnoreProperties("environment")
    private interface WithoutEnvironment {}
}
