package io.prodhealth.source.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RedactionTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void values_of_environment_variables_are_gone_and_their_names_stay() {
        assertThat(redacted("pods", """
            {"spec":{"containers":[{"name":"api","env":[{"name":"A","value":"x"},
            {"name":"B","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}},{"name":"C"}],
            "envFrom":[{"secretRef":{"name":"s"}}]}]}}\
            """)).isEqualTo(json("""
                {"spec":{"containers":[{"name":"api","env":[{"name":"A","value":"…"},{"name":"B","value":"…"},
                {"name":"C","value":"…"}]}]}}\
                """));
    }

    @Test
    void whatever_names_a_secret_is_gone() {
        assertThat(redacted("pods", """
            {"spec":{"imagePullSecrets":[{"name":"s"}],"volumes":[{"name":"v","secret":{"secretName":"s"}},
            {"name":"p","projected":{"sources":[{"secret":{"name":"s"}},{"configMap":{"name":"c"}}]}}]}}\
            """)).isEqualTo(json("""
                {"spec":{"volumes":[{"name":"v"},{"name":"p","projected":{"sources":[{},
                {"configMap":{"name":"c"}}]}}]}}\
                """));
    }

    @Test
    void an_argument_that_looks_like_a_secret_is_gone_and_others_stay() {
        assertThat(redacted("pods", """
            {"args":["--max-concurrency","4","--api-key=abc","--db-password","abc","--port","80","-token"],
            "command":["sh","-c","export DB_PASSWORD=abc X_TOKEN=def; run --workers 2"]}\
            """)).isEqualTo(json("""
                {"args":["--max-concurrency","4","--api-key=…","--db-password","…","--port","80","-token"],
                "command":["sh","-c","export DB_PASSWORD=… X_TOKEN=…; run --workers 2"]}\
                """));
    }

    @Test
    void a_flag_that_follows_a_sensitive_one_is_no_secret() {
        assertThat(redacted("pods", "{\"args\":[\"--use-token\",\"--port\",\"80\"]}"))
                .isEqualTo(json("{\"args\":[\"--use-token\",\"--port\",\"80\"]}"));
    }

    @Test
    void headers_annotations_and_last_words_are_redacted() {
        assertThat(redacted("pods", """
            {"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","my-api-key":"k",
            "a":"b"}},"spec":{"httpGet":{"httpHeaders":[{"name":"Authorization","value":"x"}]}},
            "status":{"state":{"terminated":{"reason":"Error","message":"x"}}},
            "automountServiceAccountToken":false}\
            """)).isEqualTo(json("""
                {"metadata":{"annotations":{"my-api-key":"…","a":"b"}},
                "spec":{"httpGet":{"httpHeaders":[{"name":"Authorization","value":"…"}]}},
                "status":{"state":{"terminated":{"reason":"Error"}}},"automountServiceAccountToken":false}\
                """));
    }

    @Test
    void of_the_shared_environment_only_what_is_read_stays() {
        assertThat(redacted("configmaps", """
            {"metadata":{"name":"env-vars"},"data":{"CORTEX_VERSION":"0.42.1","CORTEX_TELEMETRY_SENTRY_DSN":"x",
            "ANYTHING":"y"},"binaryData":{"a":"AAAA"}}\
            """)).isEqualTo(json("""
                {"metadata":{"name":"env-vars"},"data":{"CORTEX_VERSION":"0.42.1","CORTEX_TELEMETRY_SENTRY_DSN":"…",
                "ANYTHING":"…"}}\
                """));
    }

    @Test
    void probes_within_a_config_map_are_redacted_too() {
        JsonNode redacted = redacted("configmaps", """
            {"metadata":{"name":"api-a"},"data":{"probes.json":
            "{\\"api\\":{\\"httpGet\\":{\\"path\\":\\"/\\",\\"httpHeaders\\":[{\\"name\\":\\"A\\",\\"value\\":\\"x\\"}]}}}",
            "broken":"{nonsense","text":"plain"}}\
            """);

        assertThat(redacted.path("data").path("probes.json").stringValue())
                .isEqualTo(
                        "{\"api\":{\"httpGet\":{\"path\":\"/\",\"httpHeaders\":[{\"name\":\"A\",\"value\":\"…\"}]}}}");
        assertThat(redacted.path("data").path("broken").stringValue()).isEqualTo("…");
        assertThat(redacted.path("data").path("text").stringValue()).isEqualTo("plain");
    }

    private static JsonNode redacted(String resource, String object) {
        ObjectNode json = (ObjectNode) json(object);
        new Redaction().redact(resource, json);
        return json;
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
