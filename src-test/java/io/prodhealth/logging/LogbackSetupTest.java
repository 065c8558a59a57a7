package io.prodhealth.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import io.vertx.core.internal.logging.LoggerFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class LogbackSetupTest {
    @AfterEach
    void quiet() {
        LogbackSetup.apply(Level.INFO, LogFormat.LOGFMT);
    }

    @Test
    void logback_finds_it_and_asks_no_other() {
        assertThat(ServiceLoader.load(Configurator.class).stream().map(ServiceLoader.Provider::type))
                .contains(LogbackSetup.class);
        assertThat(new LogbackSetup().configure(new LoggerContext()))
                .isEqualTo(Configurator.ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
    }

    @Test
    void own_lines_follow_the_level_and_the_libraries_stay_at_warn() {
        LogbackSetup.apply(Level.DEBUG, LogFormat.LOGFMT);
        assertThat(org.slf4j.LoggerFactory.getLogger("io.prodhealth.A").isDebugEnabled())
                .isTrue();
        assertThat(org.slf4j.LoggerFactory.getLogger("io.netty").isInfoEnabled())
                .isFalse();
        assertThat(org.slf4j.LoggerFactory.getLogger("io.netty").isWarnEnabled())
                .isTrue();

        LogbackSetup.apply(Level.ERROR, LogFormat.LOGFMT);
        assertThat(org.slf4j.LoggerFactory.getLogger("io.prodhealth.A").isWarnEnabled())
                .isFalse();
        assertThat(org.slf4j.LoggerFactory.getLogger("io.netty").isWarnEnabled())
                .isFalse();
    }

    @Test
    void vertx_logs_here_too_in_the_format_applied() {
        LogbackSetup.apply(Level.INFO, LogFormat.JSON);

        String written =
                standardError(() -> LoggerFactory.getLogger("io.vertx.A").warn("a connection was lost"));

        assertThat(written)
                .startsWith("{\"ts\":")
                .contains("\"level\":\"warn\",\"msg\":\"a connection was lost\",\"logger\":\"io.vertx.A\"")
                .hasLineCount(1);
    }

    /** Logback looks System.err up at every line. */
    private static String standardError(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
