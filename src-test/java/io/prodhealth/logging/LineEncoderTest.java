package io.prodhealth.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.json.JsonMapper;

class LineEncoderTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final LoggerContext logback = new LoggerContext();

    @Test
    void an_event_is_one_line_of_logfmt() {
        LoggingEvent event = event("io.prodhealth.source.Pods", "pod list synced", null);
        event.addKeyValuePair(new KeyValuePair("kind", "pods"));
        event.addKeyValuePair(new KeyValuePair("count", 67));
        event.addKeyValuePair(new KeyValuePair("selector", "a=b c"));
        event.addKeyValuePair(new KeyValuePair("context", ""));

        assertThat(line(LogFormat.LOGFMT, event))
                .isEqualTo("ts=2026-11-23T20:00:00.000Z level=info msg=\"pod list synced\" kind=pods count=67"
                        + " selector=\"a=b c\" context=\"\"\n");
    }

    @Test
    void an_event_is_one_json_object() {
        LoggingEvent event = event("io.netty.Channel", "closed", null);
        event.addKeyValuePair(new KeyValuePair("ok", false));
        event.addKeyValuePair(new KeyValuePair("ratio", Double.NaN));
        event.addKeyValuePair(new KeyValuePair("none", null));

        assertThat(line(LogFormat.JSON, event))
                .isEqualTo("{\"ts\":\"2026-11-23T20:00:00.000Z\",\"level\":\"info\",\"msg\":\"closed\","
                        + "\"logger\":\"io.netty.Channel\",\"ok\":false,\"ratio\":\"NaN\",\"none\":null}\n");
    }

    @Test
    void an_exception_is_a_sentence_and_its_stack_is_for_debugging() {
        var event = event("io.prodhealth.A", "failed", new IllegalStateException(null, new Exception("no\nroute")));

        assertThat(line(LogFormat.LOGFMT, event)).endsWith("msg=failed error=\"Exception: no\\nroute\"\n");
        LineEncoder debugging = new LineEncoder();
        debugging.use(LogFormat.LOGFMT, true);
        assertThat(new String(debugging.encode(event), StandardCharsets.UTF_8))
                .contains(" stack=\"", "LineEncoderTest.java")
                .hasLineCount(1);
    }

    @Test
    void an_exception_that_is_its_own_cause_is_logged() {
        Exception first = new Exception((String) null);
        first.initCause(new Exception(null, first));

        assertThat(line(LogFormat.LOGFMT, event("io.prodhealth.A", "failed", first)))
                .endsWith("\n");
    }

    @Test
    void a_key_given_twice_is_told_apart_and_a_strange_one_made_plain() throws Exception {
        LoggingEvent event = event("io.prodhealth.A", "m", new Exception("b"));
        event.addKeyValuePair(new KeyValuePair("msg", "x"));
        event.addKeyValuePair(new KeyValuePair("error", "a"));
        event.addKeyValuePair(new KeyValuePair("a b\"\n", "y"));

        assertThat(line(LogFormat.LOGFMT, event)).endsWith("msg=m msg_=x error=a a_b__=y error_=\"Exception: b\"\n");
    }

    @Test
    void a_value_without_text_costs_no_line() {
        LoggingEvent event = event("io.prodhealth.A", "m", null);
        event.addKeyValuePair(new KeyValuePair("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        }));

        assertThat(line(LogFormat.LOGFMT, event)).contains("without text");
    }

    @Test
    void a_long_value_is_cut_and_its_length_said() {
        LoggingEvent event = event("io.prodhealth.A", "x".repeat(100_000), null);

        assertThat(line(LogFormat.LOGFMT, event)).hasSizeLessThan(1200).contains("xxx... (100000 characters)");
    }

    @Property(tries = 500)
    void hostile_text_stays_on_its_line_and_in_its_value(@ForAll String message, @ForAll String value) {
        LoggingEvent event = event("io.prodhealth.A", message, null);
        event.addKeyValuePair(new KeyValuePair("name", value));
        event.addKeyValuePair(new KeyValuePair("last", true));

        for (LogFormat format : LogFormat.values()) {
            String line = line(format, event);
            assertThat(line).endsWith(format == LogFormat.JSON ? ",\"last\":true}\n" : " last=true\n");
            assertThat(line.substring(0, line.length() - 1).codePoints())
                    .noneMatch(c -> Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        }
        var json = JSON.readTree(line(LogFormat.JSON, event));
        assertThat(json.size()).isEqualTo(5);
        if (value.length() <= HostileText.LIMIT) {
            assertThat(json.get("name").asString()).isEqualTo(value);
        }
    }

    @Test
    void terminal_escapes_and_text_that_runs_backwards_are_escaped() {
        assertThat(HostileText.quoted("a\u001b[31m\u202eb\u2028c\u0085d\t\ud800\ud83d\ude00é\\\""))
                .isEqualTo("\"a\\u001b[31m\\u202eb\\u2028c\\u0085d\\t\\ud800\ud83d\ude00é\\\\\\\"\"");
        assertThat(HostileText.oneLine("\"a\\\n")).isEqualTo("\"a\\\\n");
        assertThat(HostileText.quoted("ab\ud83d\ude00c", 3)).isEqualTo("\"ab... (5 characters)\"");
    }

    private LoggingEvent event(String logger, String message, @Nullable Throwable thrown) {
        Logger source = logback.getLogger(logger);
        LoggingEvent event = new LoggingEvent("", source, Level.INFO, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-11-23T20:00:00Z"));
        return event;
    }

    private static String line(LogFormat format, ILoggingEvent event) {
        LineEncoder encoder = new LineEncoder();
        encoder.use(format, false);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
