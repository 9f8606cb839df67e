package warren.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldLinesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> printed = new ListAppender<>();
    private final HeldLines lines = new HeldLines(() -> printed, Duration.ofSeconds(3));

    @BeforeEach
    void start() {
        printed.start();
        lines.setContext(context);
        lines.start();
    }

    @Test
    void holdsLinesUntilTheyAreReleased() {
        say("one", 0);
        assertThat(printed.list).isEmpty();

        lines.release();
        say("two", 1);
        assertThat(printed.list).extracting(ILoggingEvent::getMessage).containsExactly("one", "two");
    }

    @Test
    void showsThemWhenTheFirstHasWaitedTooLong() {
        say("one", 0);
        say("two", 3_001);

        assertThat(printed.list).hasSize(2);
    }

    @Test
    void neverShowsThoseOfAStartThatFailed() {
        say("one", 0);
        lines.stop();

        assertThat(printed.list).isEmpty();
    }

    private void say(String message, long millis) {
        var event = new LoggingEvent("x", context.getLogger("x"), Level.INFO, message, null, null);
        event.setInstant(BEGIN.plusMillis(millis));
        event.setMDCPropertyMap(Map.of());
        lines.doAppend(event);
    }
}
