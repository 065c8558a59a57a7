package io.prodhealth.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A request, as far as an answer may depend on it.
 *
 * @param method as sent, e.g. {@code GET}
 * @param path without the query
 * @param accept value of {@code Accept}; empty when there is none
 * @param gzip whether the client takes gzip
 * @param names values of {@code name[]}
 * @param ifNoneMatch value of {@code If-None-Match}; empty when there is none
 * @param crossSite whether a browser says that another site made it send this
 */
record Call(
        String method,
        String path,
        String accept,
        boolean gzip,
        Set<String> names,
        String ifNoneMatch,
        boolean crossSite) {

    /** @throws IllegalArgumentException when the query is not well-formed */
    static Call of(HttpServerRequest request) {
        List<String> names = request.params().getAll("name[]");
        String fetchSite = header(request, "Sec-Fetch-Site");
        return new Call(
                request.method().name(),
                request.path() == null ? "" : request.path(),
                header(request, "Accept"),
                takesGzip(header(request, "Accept-Encoding")),
                Set.copyOf(names),
                header(request, "If-None-Match"),
                !(fetchSite.isEmpty() || fetchSite.equals("same-origin") || fetchSite.equals("none")));
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static String header(HttpServerRequest request, String name) {
        return String.join(", ", request.headers().getAll(name));
    }

    /** Whether {@code Accept-Encoding} names gzip, and not with a weight of 0. */
    static boolean takesGzip(String acceptEncoding) {
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.split(";", 2);
            String weight = parts.length < 2 ? "" : parts[1].replace(" ", "");
            if (parts[0].strip().equals("gzip")) {
                return !weight.matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
