package io.prodhealth.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request as authorisation and counting see it.
 *
 * @param verb get, list, watch, create, update, patch or delete
 * @param group the API group, empty for core
 * @param namespace empty at the cluster scope
 * @param name empty for collections
 * @param subresource such as log or status, usually empty
 * @param uri path and query as they came
 */
public record ApiRequest(
        String verb,
        String group,
        String version,
        String namespace,
        String plural,
        String name,
        String subresource,
        String uri) {

    /** Reads a path without its query; empty for what is no resource path, such as /version or /apis/apps/v1. */
    static Optional<ApiRequest> parse(String method, String path, boolean watch, String uri) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        parts.removeIf(String::isEmpty);
        boolean core = !parts.isEmpty() && parts.getFirst().equals("api");
        boolean grouped = !parts.isEmpty() && parts.getFirst().equals("apis");
        int at = core ? 2 : 3;
        if (!(core || grouped) || parts.size() <= at) {
            return Optional.empty();
        }
        String group = core ? "" : parts.get(1);
        String version = parts.get(at - 1);
        String namespace = "";
        if (parts.get(at).equals("namespaces") && parts.size() > at + 2) {
            namespace = parts.get(at + 1);
            at += 2;
        }
        String plural = parts.get(at);
        String name = parts.size() > at + 1 ? parts.get(at + 1) : "";
        if (plural.equals("namespaces")) {
            namespace = name;
        }
        String subresource = parts.size() > at + 2 ? parts.get(at + 2) : "";
        return Optional.of(
                new ApiRequest(verb(method, name, watch), group, version, namespace, plural, name, subresource, uri));
    }

    private static String verb(String method, String name, boolean watch) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> name.isEmpty() ? (watch ? "watch" : "list") : "get";
        };
    }

    String resourceWithSubresource() {
        return subresource.isEmpty() ? plural : plural + "/" + subresource;
    }
}
