package warren.actors.access;

import java.util.OptionalLong;
import warren.persistence.event.LimitsDefinition;

/**
 * How much all connections of a user, and all connections to a virtual host, may publish together: messages and bytes of bodies a second.
 * 0: nothing.
 */
public record PublishRates(
        OptionalLong ofUser, OptionalLong bytesOfUser, OptionalLong ofVirtualHost, OptionalLong bytesOfVirtualHost) {
    /** Any number. */
    public static final PublishRates NONE =
            new PublishRates(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    static PublishRates of(LimitsDefinition user, LimitsDefinition virtualHost) {
        return new PublishRates(
                user.limit(LimitsDefinition.PUBLISH_RATE),
                user.limit(LimitsDefinition.PUBLISH_BYTES_RATE),
                virtualHost.limit(LimitsDefinition.PUBLISH_RATE),
                virtualHost.limit(LimitsDefinition.PUBLISH_BYTES_RATE));
    }
}
