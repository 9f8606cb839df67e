package warren.exchange;

import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;

/** A message on its way through an exchange. Immutable; what is not asked for is not parsed. */
public interface ExchangeMessage {
    /** The exchange that it was published to: another one when it came over a binding between exchanges. */
    String exchange();

    /** The routing key that it was published with. */
    String routingKey();

    /** The routing key, and after it the keys of the publisher's CC and BCC headers. */
    List<String> routingKeys();

    /** All properties, headers among them. */
    MessageProperties properties();

    /** Short for the headers of {@link #properties()}. */
    default Map<String, Object> headers() {
        return properties().headers();
    }

    /** The body, without a copy. */
    ByteString body();

    /** True when it has waited because of {@link Routing#later} of this exchange, and is due. */
    boolean isDue();
}
