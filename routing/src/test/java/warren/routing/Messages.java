package warren.routing;

import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Messages of which only the routing key or the headers matter. */
final class Messages {
    private Messages() {}

    static Message withKey(String routingKey) {
        return Message.of("x", routingKey, BasicProperties.NONE, new byte[0]);
    }

    static Message withHeaders(FieldTable headers) {
        return Message.of(
                "x", "", new BasicProperties.Builder().headers(headers).build(), new byte[0]);
    }
}
