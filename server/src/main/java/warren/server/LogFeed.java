package warren.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.nio.charset.StandardCharsets;
import warren.actors.feed.Feed;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * Log lines as messages, as RabbitMQ publishes them: the level is the routing key, the line the body. Whoever logs does not wait. What is
 * logged about feeds is not fed.
 */
final class LogFeed extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int MILLIS = 1000;

    private final Feed feed;
    private final Level level;
    private final FieldTable headers;
    private final LogLine layout = new LogLine();

    LogFeed(Feed feed, Level level, String node) {
        this.feed = feed;
        this.level = level;
        this.headers = FieldTable.of("node", FieldValue.of(node));
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (feed.isOpen()
                && event.getLevel().isGreaterOrEqual(level)
                && !event.getLoggerName().equals(Feed.LOGGER)) {
            feed.publish(message(event));
        }
    }

    private Message message(ILoggingEvent event) {
        var properties = new BasicProperties.Builder()
                .contentType("text/plain")
                .headers(headers)
                .timestamp(event.getTimeStamp() / MILLIS)
                .build();
        byte[] line = layout.doLayout(event).getBytes(StandardCharsets.UTF_8);
        return Message.of(feed.exchange(), LogLine.name(event.getLevel()), properties, line);
    }
}
