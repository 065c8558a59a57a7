package io.prodhealth.simulator;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** /version, /api, /apis and the resource lists below them. */
record Discovery(Store store, String serverVersion) {

    Optional<ObjectNode> answer(String path) {
        return switch (path) {
            case "/version" -> Optional.of(version());
            case "/api" -> Optional.of(coreVersions());
            case "/apis" -> Optional.of(groups());
            case "/api/v1" -> resources("", "v1");
            default -> {
                String[] parts = path.split("/", -1);
                yield parts.length == 4 && parts[1].equals("apis") ? resources(parts[2], parts[3]) : Optional.empty();
            }
        };
    }

    private ObjectNode version() {
        String[] numbers = serverVersion.substring(1).split("[.\\-+]", 3);
        ObjectNode version = Json.object();
        version.put("major", numbers[0]);
        version.put("minor", serverVersion.contains("eks") ? numbers[1] + "+" : numbers[1]);
        version.put("gitVersion", serverVersion);
        version.put("gitTreeState", "clean");
        version.put("platform", "linux/amd64");
        return version;
    }

    private static ObjectNode coreVersions() {
        ObjectNode versions = Json.object();
        versions.put("kind", "APIVersions");
        versions.putArray("versions").add("v1");
        return versions;
    }

    private ObjectNode groups() {
        ObjectNode list = Json.object();
        list.put("kind", "APIGroupList");
        list.put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        served().stream()
                .filter(r -> !r.group().isEmpty())
                .collect(Collectors.groupingBy(Resource::group))
                .forEach((name, members) -> {
                    ObjectNode group = groups.addObject();
                    group.put("name", name);
                    ObjectNode version = Json.object();
                    version.put("groupVersion", members.getFirst().apiVersion());
                    version.put("version", members.getFirst().version());
                    group.putArray("versions").add(version);
                    group.set("preferredVersion", version.deepCopy());
                });
        return list;
    }

    private Optional<ObjectNode> resources(String group, String version) {
        List<Resource> members = served().stream()
                .filter(r -> r.group().equals(group) && r.version().equals(version))
                .toList();
        if (members.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode list = Json.object();
        list.put("kind", "APIResourceList");
        list.put("apiVersion", "v1");
        list.put("groupVersion", members.getFirst().apiVersion());
        ArrayNode resources = list.putArray("resources");
        for (Resource member : members) {
            ObjectNode resource = resources.addObject();
            resource.put("name", member.plural());
            resource.put("singularName", "");
            resource.put("namespaced", member.namespaced());
            resource.put("kind", member.kind());
            ArrayNode verbs = resource.putArray("verbs").add("get").add("list");
            if (member.watchable()) {
                verbs.add("create").add("delete").add("patch").add("update").add("watch");
            }
        }
        return Optional.of(list);
    }

    private List<Resource> served() {
        return Arrays.stream(Resource.values()).filter(store::serves).toList();
    }
}
