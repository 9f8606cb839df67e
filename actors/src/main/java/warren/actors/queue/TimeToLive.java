package warren.actors.queue;

import warren.persistence.event.StoredMessage;
import warren.routing.Delay;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * How long messages may wait in a queue (argument x-message-ttl). A message may ask for less by its property expiration.
 *
 * @param millisMax {@link StoredMessage#NEVER} for no limit
 */
record TimeToLive(long millisMax, boolean isDelay) {
    /** That of messages in a {@link ExchangeStore}: until they are due, whatever their expiration. */
    static final TimeToLive DELAY = new TimeToLive(StoredMessage.NEVER, true);

    static TimeToLive of(FieldTable arguments) {
        return new TimeToLive(arguments.number("x-message-ttl").orElse(StoredMessage.NEVER), false);
    }

    /** When a message that comes now is dead; {@link StoredMessage#NEVER} when it may wait for ever. */
    long expiresAtMillis(Message message, long nowMillis) {
        if (isDelay) {
            return after(nowMillis, Delay.millis(message));
        }
        long millis = Math.min(millisMax, message.expirationMillis().orElse(StoredMessage.NEVER));
        return millis == StoredMessage.NEVER ? StoredMessage.NEVER : after(nowMillis, millis);
    }

    /** The sum of the two; policies know no largest number. */
    static long after(long nowMillis, long millis) {
        return millis > StoredMessage.NEVER - nowMillis ? StoredMessage.NEVER : nowMillis + millis;
    }
}
