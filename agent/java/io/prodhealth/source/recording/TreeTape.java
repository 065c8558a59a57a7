package io.prodhealth.source.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of readings, of which there are few, each short. */
final class TreeTape implements Tape {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Lines lines;
    private final Complaints complaints;
    private final BiPredicate<Double, JsonNode> taker;
    private JsonNode record = JSON.nullNode();
    private double seconds;

    /**
     * A tape.
     *
     * @param taker takes in a record with its second; false when it is none
     */
    TreeTape(Path file, BiPredicate<Double, JsonNode> taker, Consumer<Complaint> complaints) throws IOException {
        this.lines = Lines.of(file);
        this.complaints = new Complaints(file, lines, complaints);
        this.taker = taker;
    }

    @Override
    public boolean advance() throws IOException {
        while (lines.next()) {
            if (lines.tooLong()) {
                complaints.tooLong();
            } else if (read()) {
                return true;
            }
        }
        return false;
    }

    private boolean read() {
        try {
            record = JSON.readTree(lines.buffer(), lines.from(), lines.length());
        } catch (JacksonException e) {
            complaints.of(e);
            return false;
        }
        JsonNode at = record.path("at");
        seconds = at.isNumber() ? at.doubleValue() : Double.NaN;
        if (!Second.possible(seconds)) {
            complaints.because("does not say when it was made");
            return false;
        }
        return true;
    }

    @Override
    public long at() {
        return Second.micros(seconds);
    }

    @Override
    public void take() {
        if (!taker.test(seconds, record)) {
            complaints.because("is no record of this file");
        }
    }

    @Override
    public void refuse(String why) {
        complaints.because(why);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
