package io.prodhealth.report;

import io.prodhealth.snapshot.Api;
import io.prodhealth.snapshot.Workload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the fragment of an address names on the page: {@code #api=iris}, {@code #practice=image_tag_mutable}. A fragment is
 * looked up by the browser itself, which undoes its percent-encoding, so that such an address needs no script.
 *
 * <p>Two APIs may have one name in two namespaces or be of two kinds: the whole of it,
 * {@code #api=default/RealtimeAPI/iris}, leads to each of them, and the name alone to the first.
 */
final class Anchors {

    private final Map<String, String> shorts = new HashMap<>();

    private Anchors() {}

    /** Of the APIs that the page shows, in the order in which a name that several have is given away. */
    static Anchors of(Collection<Api> apis) {
        Anchors anchors = new Anchors();
        Set<String> taken = new HashSet<>();
        apis.forEach(api -> taken.add(id(api)));
        for (Api api : apis) {
            String brief = "api=" + api.workload().name();
            if (taken.add(brief)) {
                anchors.shorts.put(id(api), brief);
            }
        }
        return anchors;
    }

    /** The id of the element of an API; no other has it. */
    static String id(Api api) {
        Workload workload = api.workload();
        return "api=" + workload.namespace() + "/" + workload.kind() + "/" + workload.name();
    }

    /** The id of the element of a practice. */
    static String practice(String id) {
        return "practice=" + id;
    }

    /** The address of an element of this page. */
    static String href(String id) {
        return "#"
                + URLEncoder.encode(id, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%3D", "=")
                        .replace("%2F", "/");
    }

    /** Marks the place of an API by its name alone, where that is this API's to give. */
    void write(Html html, Api api) {
        String brief = shorts.get(id(api));
        if (brief != null) {
            html.open("span", "id", brief, "class", "anchor").close();
        }
    }
}
