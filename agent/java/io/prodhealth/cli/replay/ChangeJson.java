package io.prodhealth.cli.replay;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Each change of state as one line of JSON: for programs. */
public record ChangeJson(PrintWriter out) implements Consumer<StateChange> {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public void accept(StateChange change) {
        Subject subject = change.subject();
        State state = change.after();
        ObjectNode line = JSON.createObjectNode();
        line.put("at", seconds(change.since()));
        line.put(subject.kind().field(), subject.name());
        line.put(subject.kind().stateField(), state.word());
        if (subject.kind() == Subject.Kind.API) {
            ObjectNode pods = line.putObject("pods");
            state.pods().forEach(pods::put);
        }
        if (!state.objects().isEmpty()) {
            ObjectNode objects = line.putObject("objects");
            state.objects().forEach(objects::put);
        }
        put(line, "reason", state.reason());
        put(line, "namespace", subject.namespace());
        put(line, "api_kind", subject.type());
        out.println(line);
    }

    private static void put(ObjectNode line, String field, String text) {
        if (!text.isEmpty()) {
            line.put(field, text);
        }
    }

    /** To the millisecond. */
    static BigDecimal seconds(Duration since) {
        BigDecimal seconds = BigDecimal.valueOf(since.toNanos(), 9)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return seconds.scale() < 0 ? seconds.setScale(0, RoundingMode.UNNECESSARY) : seconds;
    }
}
