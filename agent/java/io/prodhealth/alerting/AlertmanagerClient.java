package io.prodhealth.alerting;

import io.prodhealth.source.BoundedHttp;
import io.prodhealth.source.FailureReason;
import io.prodhealth.source.HttpAccess;
import io.prodhealth.source.SourceException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts to an Alertmanager. Secrets and authorities are read from their files with every post, because whoever mounts
 * them also renews them. Safe for threads.
 */
final class AlertmanagerClient implements AutoCloseable {

    /** Longest answer that is read: Alertmanager answers a post with nothing. */
    static final long LONGEST_ANSWER = 16 << 10;

    private static final int SHOWN = 80;

    private final HttpAccess access;
    private final Function<BoundedHttp.Trust, BoundedHttp> connect;
    private BoundedHttp.@Nullable Trust trust;
    private @Nullable BoundedHttp http;

    /**
     * A client.
     *
     * @param connect makes a client that trusts as it is told, bounded to {@link #LONGEST_ANSWER}
     */
    AlertmanagerClient(HttpAccess access, Function<BoundedHttp.Trust, BoundedHttp> connect) {
        this.access = access;
        this.connect = connect;
    }

    /**
     * Posts {@code alerts}; none is a post, too, and proves that alerts would be taken. Blocks: call it on a virtual thread.
     *
     * @throws SourceException when they were not taken as far as can be told
     */
    void post(String url, List<Alert> alerts) throws SourceException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.putAll(access.authorization());
        String answer = http().post(url + "/api/v2/alerts", headers, AlertsJson.of(alerts))
                .toString(StandardCharsets.UTF_8)
                .strip();
        // A login page or a proxy says 200 too.
        if (!answer.isEmpty() && !answer.startsWith("{")) {
            throw new SourceException(
                    FailureReason.INVALID_RESPONSE,
                    "what answers is no Alertmanager: " + answer.substring(0, Math.min(SHOWN, answer.length())));
        }
    }

    private synchronized BoundedHttp http() throws SourceException {
        BoundedHttp.Trust wanted = access.trust();
        BoundedHttp open = http;
        if (open != null && wanted.equals(trust)) {
            return open;
        }
        close();
        BoundedHttp made = connect.apply(wanted);
        http = made;
        trust = wanted;
        return made;
    }

    @Override
    public synchronized void close() {
        BoundedHttp open = http;
        if (open != null) {
            open.close();
            http = null;
        }
    }
}
