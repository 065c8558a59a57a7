package io.prodhealth.simulator;

import tools.jackson.databind.node.ObjectNode;

/** The smallest objects that tests of the protocol need. */
final class TestObjects {
    private TestObjects() {}

    static ObjectNode pod(String namespace, String name, String labels) {
        return Json.parseObject("""
            {"kind":"Pod","apiVersion":"v1",
             "metadata":{"name":"%s","namespace":"%s","labels":%s},
             "spec":{"nodeName":"node-%s","containers":[{"name":"api"}]},
             "status":{"phase":"Running"}}\
            """.formatted(name, namespace, labels, name));
    }

    static ObjectNode pod(String name) {
        return pod("default", name, "{}");
    }
}
