package io.prodhealth.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.slf4j.event.KeyValuePair;

/**
 * One event, one line: {@code ts=… level=info msg="pod list synced" kind=pods count=67}. An exception is the value
 * {@code error}; its stack is written at debug only.
 */
final class LineEncoder extends EncoderBase<ILoggingEvent> {
    /** UTF-16 units of a stack trace. */
    private static final int STACK_LIMIT = 16 * 1024;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private volatile LogFormat format = LogFormat.LOGFMT;
    private volatile boolean stacks;

    void use(LogFormat newFormat, boolean withStacks) {
        format = newFormat;
        stacks = withStacks;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        Fields fields = new Fields(format == LogFormat.JSON);
        fields.add("ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        fields.add("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
        fields.add("msg", String.valueOf(event.getFormattedMessage()));
        if (!event.getLoggerName().startsWith("io.prodhealth.")) {
            fields.add("logger", event.getLoggerName());
        }
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                fields.add(pair.key, pair.value);
            }
        }
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            fields.add("error", sentence(thrown));
            if (stacks) {
                fields.add("stack", ThrowableProxyUtil.asString(thrown), STACK_LIMIT);
            }
        }
        return fields.line().getBytes(StandardCharsets.UTF_8);
    }

    /** {@code ConnectException: Connection refused}, of the first exception that has a message. */
    private static String sentence(IThrowableProxy thrown) {
        IThrowableProxy said = thrown;
        for (int depth = 0; said.getMessage() == null && said.getCause() != null && depth < 20; depth++) {
            said = said.getCause();
        }
        String type = said.getClassName().substring(said.getClassName().lastIndexOf('.') + 1);
        return said.getMessage() == null ? type : type + ": " + said.getMessage();
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
