package io.prodhealth.simulator;

import tools.jackson.databind.node.ObjectNode;

/** The Status object with which the API server answers anything but success. */
record ApiStatus(int code, String reason, String message, ObjectNode details, String continueToken) {

    static ApiStatus of(int code, String reason, String message) {
        return new ApiStatus(code, reason, message, Json.object(), "");
    }

    static ApiStatus unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    static ApiStatus unknownPath() {
        return of(404, "NotFound", "the server could not find the requested resource");
    }

    static ApiStatus notFound(Resource resource, String name) {
        return of(404, "NotFound", qualified(resource.plural(), resource.group()) + " \"" + name + "\" not found")
                .about(resource.plural(), resource.group(), name);
    }

    static ApiStatus forbidden(ApiRequest request, String user) {
        String what = qualified(request.plural(), request.group())
                + (request.name().isEmpty() ? "" : " \"" + request.name() + "\"");
        String where = request.namespace().isEmpty()
                ? "at the cluster scope"
                : "in the namespace \"" + request.namespace() + "\"";
        return of(
                        403,
                        "Forbidden",
                        what + " is forbidden: User \"" + user + "\" cannot " + request.verb() + " resource \""
                                + request.plural() + "\" in API group \"" + request.group() + "\" " + where)
                .about(request.plural(), request.group(), request.name());
    }

    static ApiStatus badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    static ApiStatus conflict(Resource resource, String name) {
        return of(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on " + qualified(resource.plural(), resource.group()) + " \""
                                + name
                                + "\": the object has been modified; please apply your changes to the latest version"
                                + " and try again")
                .about(resource.plural(), resource.group(), name);
    }

    static ApiStatus alreadyExists(Resource resource, String name) {
        return of(
                        409,
                        "AlreadyExists",
                        qualified(resource.plural(), resource.group()) + " \"" + name + "\" already exists")
                .about(resource.plural(), resource.group(), name);
    }

    static ApiStatus methodNotAllowed(String what) {
        return of(405, "MethodNotAllowed", what);
    }

    static ApiStatus gone(String message) {
        return of(410, "Gone", message);
    }

    static ApiStatus expired(String message, String freshContinue) {
        return new ApiStatus(410, "Expired", message, Json.object(), freshContinue);
    }

    static ApiStatus tooManyRequests(long retryAfterSeconds) {
        ApiStatus status = of(429, "TooManyRequests", "too many requests, please try again later");
        status.details.put("retryAfterSeconds", retryAfterSeconds);
        return status;
    }

    static ApiStatus failing(int code) {
        return code == 503
                ? of(code, "ServiceUnavailable", "the server is currently unable to handle the request")
                : of(code, "InternalError", "Internal error occurred: the database is not answering");
    }

    private ApiStatus about(String kind, String group, String name) {
        if (!name.isEmpty()) {
            details.put("name", name);
        }
        if (!group.isEmpty()) {
            details.put("group", group);
        }
        details.put("kind", kind);
        return this;
    }

    private static String qualified(String plural, String group) {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    ObjectNode body() {
        ObjectNode body = Json.object();
        body.put("kind", "Status");
        body.put("apiVersion", "v1");
        ObjectNode metadata = body.putObject("metadata");
        if (!continueToken.isEmpty()) {
            metadata.put("continue", continueToken);
        }
        body.put("status", "Failure");
        body.put("message", message);
        body.put("reason", reason);
        if (!details.isEmpty()) {
            body.set("details", details);
        }
        body.put("code", code);
        return body;
    }
}
