package warren.actors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;

/** Messages that are told apart by the text of their body. */
public final class Messages {
    private static final BasicProperties PERSISTENT = new BasicProperties.Builder()
            .deliveryMode(BasicProperties.PERSISTENT)
            .build();

    private Messages() {}

    /** A message that no journal needs to keep. */
    public static Message passing(String text) {
        return to("", text, text);
    }

    /** A message with delivery mode 2. */
    public static Message persistent(String text) {
        return Message.of("", "q", PERSISTENT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A message to a named exchange. */
    public static Message to(String exchange, String routingKey, String text) {
        return Message.of(exchange, routingKey, BasicProperties.NONE, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Messages with the numbers from {@code first} to {@code last} as text. */
    public static List<Message> numbered(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(number -> passing(String.valueOf(number)))
                .toList();
    }

    /** What tells a message from others. */
    public static String text(Message message) {
        return new String(message.body(), StandardCharsets.UTF_8);
    }

    /** What tells messages from others. */
    public static List<String> texts(List<Message> messages) {
        return messages.stream().map(Messages::text).toList();
    }
}
