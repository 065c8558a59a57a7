package io.prodhealth.report;

import io.prodhealth.access.Access;
import io.prodhealth.access.AwsNeed;
import io.prodhealth.access.Judged;
import io.prodhealth.access.KubernetesNeed;
import io.prodhealth.access.KubernetesRight;
import java.io.ByteArrayOutputStream;

/** What the agent may do, as JSON for programs. */
public final class AccessJson {

    /** Raised when a field goes or changes its meaning; one more field does not raise it. */
    private static final long SCHEMA_VERSION = 1;

    private AccessJson() {}

    /** {@code access} in UTF-8, with a line end. */
    public static byte[] write(Access access) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (JsonWriter json = new JsonWriter(bytes)) {
            json.object()
                    .number("schema_version", SCHEMA_VERSION)
                    .text("account", access.account())
                    .text("namespace", access.home())
                    .textOrNull("unjudged", access.unjudged());
            json.array("kubernetes");
            access.kubernetes().forEach(judged -> right(json, judged));
            json.endArray().array("aws");
            access.aws().forEach(judged -> action(json, judged));
            json.endArray().array("notes");
            access.notes().forEach(json::value);
            json.endArray().object("grant");
            json.textOrNull("kubernetes", access.missingRights().isEmpty() ? "" : MissingAccess.manifest(access));
            json.textOrNull("aws", access.missingActions().isEmpty() ? "" : MissingAccess.policy(access));
            json.endObject().endObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static void right(JsonWriter json, Judged<KubernetesNeed> judged) {
        KubernetesRight right = judged.need().right();
        json.object()
                .text("verb", right.verb())
                .text("group", right.group())
                .text("resource", right.resource())
                .textOrNull("namespace", right.namespace())
                .textOrNull("name", right.name());
        standing(json, judged, judged.need().purpose(), judged.need().loss());
    }

    private static void action(JsonWriter json, Judged<AwsNeed> judged) {
        json.object()
                .text("action", judged.need().action())
                .text("resource", judged.need().resource())
                .array("sources");
        judged.need().sources().forEach(json::value);
        json.endArray();
        standing(json, judged, judged.need().purpose(), judged.need().loss());
    }

    private static void standing(JsonWriter json, Judged<?> judged, String purpose, String loss) {
        json.text("standing", judged.standing().word().replace(' ', '_'))
                .textOrNull("why", judged.why())
                .text("purpose", purpose)
                .text("loss", loss)
                .endObject();
    }
}
