package io.prodhealth.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The recorded objects of the cluster `production`, and how one becomes another API's. */
final class Templates {
    private final Clock clock;
    private final RecordedFolder folder = RecordedFolder.open(RecordedFolder.production());
    private final Map<Resource, List<ObjectNode>> items = new ConcurrentHashMap<>();

    Templates(Clock clock) {
        this.clock = clock;
    }

    /** All recorded items of a kind, their times as of now. */
    List<ObjectNode> recorded(Resource resource) {
        return items.computeIfAbsent(resource, r -> {
            TimeShift shift = folder.shiftTo(clock.instant());
            return folder.items(r).stream()
                    .map(item -> Json.parseObject(shift.apply(item.toString())))
                    .toList();
        });
    }

    ObjectNode template(Resource resource, String namePrefix) {
        return recorded(resource).stream()
                .filter(o -> o.at("/metadata/name").asString("").startsWith(namePrefix))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no recorded " + resource + " " + namePrefix))
                .deepCopy();
    }

    /** Gives an object of one API to another, with ids of its own. */
    static ObjectNode renamed(ObjectNode object, String like, String api) {
        JsonNode labels = object.at("/metadata/labels");
        String text = object.toString();
        text = replace(text, labels.path("apiID").asString(""), Identity.apiId(api));
        text = replace(text, labels.path("podID").asString(""), Identity.podId(api));
        text = replace(text, labels.path("specID").asString(""), Identity.specId(api));
        text = replace(text, labels.path("deploymentID").asString(""), Identity.deploymentId(api));
        String time = labels.path("initialDeploymentTime").asString("");
        if (time.length() == 19) {
            String own = Identity.initialDeploymentTime(api);
            // The last ten digits stand in the queue's name.
            text = text.replace(time, own).replace(time.substring(9), own.substring(9));
        }
        return Json.parseObject(text.replace(like, api));
    }

    private static String replace(String text, String old, String own) {
        return old.isEmpty() ? text : text.replace(old, own);
    }

    /** An object the server gives a new uid. */
    static ObjectNode fresh(ObjectNode object) {
        ((ObjectNode) object.get("metadata")).remove(List.of("uid", "resourceVersion"));
        return object;
    }

    static ObjectNode kind(Resource resource, ObjectNode object) {
        object.put("apiVersion", resource.apiVersion());
        object.put("kind", resource.kind());
        return object;
    }

    static ObjectNode withoutGpu(ObjectNode object) {
        for (JsonNode parent : object.findParents("nvidia.com/gpu")) {
            ((ObjectNode) parent).remove("nvidia.com/gpu");
        }
        return object;
    }
}
