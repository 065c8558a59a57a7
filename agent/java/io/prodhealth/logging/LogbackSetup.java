package io.prodhealth.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets Logback up, in place of its search for XML files, which takes longer than the whole set-up: Logback finds this
 * class by META-INF/services. Until {@link #apply} is called: logfmt at info, on the standard error.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogbackSetup extends ContextAwareBase implements Configurator {
    private static final String OWN = "io.prodhealth";

    /** What the libraries say below warn is for their developers. */
    private static final Level LIBRARIES = Level.WARN;

    @Override
    public ExecutionStatus configure(LoggerContext logback) {
        // Vert.x would look for three logging libraries and a properties file first.
        if (System.getProperty("vertx.logger-delegate-factory-class-name") == null) {
            System.setProperty(
                    "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        }
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(logback);
        console.setTarget(ConsoleTarget.SystemErr.getName());
        console.setEncoder(new LineEncoder());
        console.start();
        logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
        setLevels(logback, Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Takes effect with the next line, at start and on reload alike. Stack traces are written at debug only. */
    public static void apply(Level level, LogFormat format) {
        var logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        setLevels(logback, level);
        logback.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<ILoggingEvent> console
                    && console.getEncoder() instanceof LineEncoder encoder) {
                encoder.use(format, level == Level.DEBUG);
            }
        });
    }

    private static void setLevels(LoggerContext logback, Level level) {
        Level libraries = level.toInt() > LIBRARIES.toInt() ? level : LIBRARIES;
        logback.getLogger(OWN).setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
        logback.getLogger(Logger.ROOT_LOGGER_NAME)
                .setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(libraries));
        // Vert.x registers its gauges anew for every connection, which Micrometer finds worth a warning.
        logback.getLogger("io.micrometer").setLevel(ch.qos.logback.classic.Level.ERROR);
        // It reports each try to have a Lease that may not be had, with its stack; the election says so once.
        logback.getLogger("io.fabric8.kubernetes.client.extended.leaderelection")
                .setLevel(ch.qos.logback.classic.Level.OFF);
        // The SDK warns with every call of what the call then throws, which the sources log once.
        logback.getLogger("software.amazon.awssdk").setLevel(ch.qos.logback.classic.Level.ERROR);
    }
}
