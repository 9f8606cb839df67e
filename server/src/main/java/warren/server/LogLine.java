package warren.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A log line as RabbitMQ writes it: {@code 2026-01-01 12:00:00.123456+00:00 [info] <source> text}. The source is the actor's path, or
 * the class that speaks when it is no actor. A text of several lines is as many lines of the log.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);
    private static final String ACTORS = "/user";

    @Override
    public String doLayout(ILoggingEvent event) {
        Instant time = event.getInstant() != null ? event.getInstant() : Instant.ofEpochMilli(event.getTimeStamp());
        String head = TIME.format(time) + " [" + name(event.getLevel()) + "] <" + source(event) + "> ";
        var line = new StringBuilder(160);
        line.append(head)
                .append(event.getFormattedMessage().replace("\n", "\n" + head))
                .append('\n');
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            line.append(ThrowableProxyUtil.asString(failure)).append('\n');
        }
        return line.toString();
    }

    /** RabbitMQ's name of a level. */
    static String name(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "error";
            case Level.WARN_INT -> "warning";
            case Level.INFO_INT -> "info";
            default -> "debug";
        };
    }

    private static String source(ILoggingEvent event) {
        String actor = event.getMDCPropertyMap().get("pekkoSource");
        if (actor != null) {
            int user = actor.indexOf(ACTORS);
            return user < 0 ? actor : actor.substring(user + 1);
        }
        String logger = event.getLoggerName();
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
