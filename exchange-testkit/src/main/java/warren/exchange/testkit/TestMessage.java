package warren.exchange.testkit;

import java.util.List;
import org.apache.pekko.util.ByteString;
import warren.exchange.ExchangeMessage;
import warren.exchange.MessageProperties;

/** A message as an exchange would see it. */
public record TestMessage(
        String exchange, String routingKey, MessageProperties properties, ByteString body, boolean isDue)
        implements ExchangeMessage {

    /** With this routing key, an empty body and no properties. */
    public static TestMessage withKey(String routingKey) {
        return new TestMessage("test", routingKey, MessageProperties.NONE, ByteString.emptyByteString(), false);
    }

    /** The same with this text, in UTF-8, as its body. */
    public TestMessage withBody(String text) {
        return new TestMessage(exchange, routingKey, properties, ByteString.fromString(text), isDue);
    }

    /** The same with one more header. */
    public TestMessage withHeader(String name, Object value) {
        return withProperties(properties.toBuilder().header(name, value).build());
    }

    /** The same with other properties. */
    public TestMessage withProperties(MessageProperties other) {
        return new TestMessage(exchange, routingKey, other, body, isDue);
    }

    /** The same, back from its wait in the exchange. */
    public TestMessage due() {
        return new TestMessage(exchange, routingKey, properties, body, true);
    }

    @Override
    public List<String> routingKeys() {
        return List.of(routingKey);
    }
}
