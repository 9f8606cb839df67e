package warren.actors.queue;

import org.jspecify.annotations.Nullable;
import warren.actors.TokenBucket;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.TooFast;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * How much may be published to a queue (arguments x-max-publish-rate: messages, x-max-publish-bytes-rate: bytes of bodies a second). What
 * comes is taken and confirmed as ever; a publisher who is too fast is told to pause.
 */
final class PublishQuota {
    private @Nullable TokenBucket messages;
    private @Nullable TokenBucket bytes;

    void follow(FieldTable arguments, long now) {
        messages = bucket(arguments, "x-max-publish-rate", messages, now);
        bytes = bucket(arguments, "x-max-publish-bytes-rate", bytes, now);
    }

    private static @Nullable TokenBucket bucket(
            FieldTable arguments, String argument, @Nullable TokenBucket known, long now) {
        long rate = arguments.number(argument).orElse(0L);
        if (rate == 0) {
            return null;
        }
        return known != null && known.perSecond() == rate ? known : new TokenBucket(rate, now);
    }

    void published(Enqueue command) {
        if (messages != null || bytes != null) {
            count(command, System.nanoTime());
        }
    }

    private void count(Enqueue command, long now) {
        long pause = 0;
        if (messages != null) {
            messages.take(command.messages().size(), now);
            pause = messages.nanosUntilFree(now);
        }
        if (bytes != null) {
            long sum = 0;
            for (Message message : command.messages()) {
                sum += message.body().length;
            }
            bytes.take(sum, now);
            pause = Math.max(pause, bytes.nanosUntilFree(now));
        }
        if (pause > 0) {
            command.publisher().tell(new TooFast(pause));
        }
    }
}
