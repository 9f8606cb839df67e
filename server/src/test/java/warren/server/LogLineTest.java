package warren.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void readsLikeRabbitMqs() {
        LoggingEvent event = event(Level.WARN, "queue {} is full", "hello");
        event.setMDCPropertyMap(Map.of("pekkoSource", "pekko://warren/user/vhost-1/queue-hello"));

        assertThat(new LogLine().doLayout(event))
                .isEqualTo(
                        "2026-01-02 03:04:05.123456+00:00 [warning] <user/vhost-1/queue-hello> queue hello is full\n");
    }

    @Test
    void namesTheClassWhereNoActorSpeaks() {
        LoggingEvent event = event(Level.INFO, "Starting");
        event.setMDCPropertyMap(Map.of());

        assertThat(new LogLine().doLayout(event))
                .isEqualTo("2026-01-02 03:04:05.123456+00:00 [info] <Program> Starting\n");
    }

    @Test
    void isAsManyLinesAsTheTextHas() {
        LoggingEvent event = event(Level.ERROR, "it failed:\n{}", "why");
        event.setMDCPropertyMap(Map.of());

        assertThat(new LogLine().doLayout(event))
                .isEqualTo("2026-01-02 03:04:05.123456+00:00 [error] <Program> it failed:\n"
                        + "2026-01-02 03:04:05.123456+00:00 [error] <Program> why\n");
    }

    @Test
    void showsWhereAFailureCameFrom() {
        LoggingEvent event = new LoggingEvent(
                "x",
                context.getLogger("warren.server.Program"),
                Level.ERROR,
                "failed",
                new IllegalStateException("why"),
                null);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.123456Z"));
        event.setMDCPropertyMap(Map.of());

        assertThat(new LogLine().doLayout(event))
                .startsWith(
                        "2026-01-02 03:04:05.123456+00:00 [error] <Program> failed\njava.lang.IllegalStateException: why\n")
                .contains("showsWhereAFailureCameFrom");
    }

    private LoggingEvent event(Level level, String message, Object... arguments) {
        var event = new LoggingEvent("x", context.getLogger("warren.server.Program"), level, message, null, arguments);
        event.setInstant(Instant.parse("2026-01-02T03:04:05.123456Z"));
        return event;
    }
}
