package warren.actors.queue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.AmqpError;
import warren.actors.info.QueueInfo;
import warren.routing.message.Message;

/**
 * What a queue can be told, whatever its type, and what it says. Channels send it commands and watch it.
 *
 * <ul>
 *   <li>{@link Enqueued} is a promise: the messages of the batch are in the queue, the persistent ones of a durable queue on disk or
 *       already consumed.
 *   <li>It takes messages whether or not it can deliver any; it delivers no more than each channel's socket takes.
 *   <li>When its actor fails it stops. Its parent starts another, which recovers from the journal; channels see its end by death watch
 *       and ask the parent what became of the queue.
 * </ul>
 */
public interface QueueProtocol {
    /** What a queue can be told. */
    sealed interface Command {}

    /** Messages in publish order. Answered by {@link Enqueued} with the same number once they are safe. */
    record Enqueue(long batchId, List<Message> messages, ActorRef<Reply> publisher) implements Step {}

    /**
     * A new consumer. Answered by {@link Subscribed} before its first delivery, or by {@link Refused}.
     *
     * @param delivered the highest offset that its predecessor got of the queue's former actor, or -1
     */
    record Subscribe(Subscription subscription, long delivered, ActorRef<Reply> channel) implements Command {
        public Subscribe(Subscription subscription, ActorRef<Reply> channel) {
            this(subscription, -1, channel);
        }
    }

    /** Ends a consumer; what it holds stays with its channel. Answered by {@link Cancelled} after its last delivery. */
    record Cancel(String consumerTag, ActorRef<Reply> channel) implements Command {}

    /** Asks for one message. Answered by {@link Got}, {@link GotNothing} or {@link Refused}. */
    record Get(boolean noAck, ActorRef<Reply> channel) implements Command {}

    /** The channel is done with deliveries. Offsets that it does not hold are duplicates and change nothing. */
    record Settle(long[] offsets, Outcome outcome, ActorRef<Reply> channel) implements Step {}

    /** Answered by {@link Fenced} when what was settled before is on disk, or the disk has refused it. */
    record Fence(ActorRef<Reply> channel) implements Step {}

    /**
     * A transaction's steps in a durable queue. They are answered like single ones; what the journal has to hear of them is durable
     * together or not at all, also with the shares of other queues if there is a {@code joint} commit.
     */
    record Commit(List<Step> steps, Optional<JointCommit> joint) implements Command {}

    /** All queues are prepared; {@code jointWrite} is 0 when the others are not waited for any more. */
    record WriteShare(long jointId, long jointWrite) implements Command {}

    /** The channel's socket took this many deliveries of this queue. */
    record Sent(int messages, long bodyBytes, ActorRef<Reply> channel) implements Command {}

    /** The answer to {@link PermitsWanted}: the channel-wide limit has room for so many more. */
    record GrantPermits(String consumerTag, int permits, ActorRef<Reply> channel) implements Command {}

    /** From now on the channel's own limit counts for this consumer: ask for permits. */
    record LimitByChannel(String consumerTag, ActorRef<Reply> channel) implements Command {}

    /** The channel ends or has ended; all that it holds comes back. */
    record Detach(ActorRef<Reply> channel) implements Command {}

    /** Drops the ready messages. Answered by {@link Purged}. */
    record Purge(ActorRef<Reply> replyTo) implements Command {}

    /**
     * Answered by {@link Deleted}, after which the actor stops, or by {@link DeleteRefused}.
     *
     * @param ifOver only if it is still as it was when it said {@link Unused}
     */
    record Delete(boolean ifUnused, boolean ifEmpty, boolean ifOver, ActorRef<Reply> replyTo) implements Command {}

    /** A declaration of a queue that is there. Answered by {@link Counted}. */
    record Count(ActorRef<Reply> replyTo) implements Command {}

    /** Other rules than until now. */
    record SetRules(QueueRules rules) implements Command {}

    /**
     * What the queue holds and gets is kept on disk from now on. Answered by {@link Enqueued} when all persistent messages are there;
     * until then other commands wait.
     */
    record MakeDurable(String persistenceId, ActorRef<Reply> replyTo) implements Command {}

    /** Answered by {@link Flushed} when all that was told before is on disk. One that is still recovering has been told nothing. */
    record Flush(ActorRef<Flushed> replyTo) implements Command {}

    /** A picture for an operator. */
    record Describe(ActorRef<QueueInfo> replyTo) implements Command {}

    /** An operator looks in. */
    record Inspect(Inspection question) implements Command {}

    /** Other queues have taken this batch of dead letters, or there are none that want it. */
    record Buried(long batchId) implements Command {}

    /** A durable queue that nobody has asked for yet may read its journal now. */
    record Recover() implements Command {}

    /** A time that the queue wanted to hear of has come, or will soon. */
    record TimeIsUp() implements Command {}

    /** The journal answers. */
    record FromLog(QueueLog.Reply reply) implements Command {}

    /** A page went to disk, or came back. */
    record FromDisk(Paging.Reply reply) implements Command {}

    /** The answer to {@link Flush}. */
    record Flushed() {}

    /** What a transaction consists of. */
    sealed interface Step extends Command {}

    /** What a channel hears from a queue. */
    sealed interface Reply {}

    /** {@code rejected}: positions in the batch of the messages that the queue has no room for. */
    record Enqueued(long batchId, List<Integer> rejected, ActorRef<Command> queue) implements Reply {}

    /** More was published than the queue's quota allows; it was taken. The publisher should be slowed for so long. */
    record TooFast(long nanos) implements Reply {}

    record Fenced(ActorRef<Command> queue) implements Reply {}

    /** In the order in which the client must see them. */
    record Deliver(List<Delivery> deliveries, ActorRef<Command> queue) implements Reply {}

    /** The queue could give this consumer so many if the channel-wide limit allows it. */
    record PermitsWanted(String consumerTag, int count, ActorRef<Command> queue) implements Reply {}

    /** Granted permits that the queue has no use for. */
    record PermitsReturned(String consumerTag, int count) implements Reply {}

    record Subscribed(String consumerTag, ActorRef<Command> queue) implements Reply {}

    /** No consumer, or with an empty tag no other answer to a question. */
    record Refused(String consumerTag, AmqpError error) implements Reply {}

    record Cancelled(String consumerTag) implements Reply {}

    /** {@code remaining}: ready messages left. */
    record Got(Delivery delivery, long remaining, ActorRef<Command> queue) implements Reply {}

    record GotNothing() implements Reply {}

    /** The channel's client did what this type of queue does not do. */
    record NotSupported(AmqpError error) implements Reply {}

    /** The channel's client has held a message for longer than the queue allows. */
    record AckTimedOut(long timeoutMillis) implements Reply {}

    /** An operator wants to know more of a client than the queue knows. Answered by {@link Holder}. */
    record DescribeHolder(List<Long> offsets, ActorRef<Command> queue, ActorRef<Holder> replyTo) implements Reply {}

    record Purged(long count) implements Reply {}

    record Deleted(long ready) implements Reply {}

    record DeleteRefused(boolean inUse) implements Reply {}

    /** Ready messages and consumers. */
    record Counted(long ready, int consumers) implements Reply {}

    /** One delivery; {@code consumerTag} is empty for basic.get. The offset names the message within its queue. */
    record Delivery(String consumerTag, long offset, Message message, boolean redelivered) {}

    /**
     * What a channel knows of its client's deliveries.
     *
     * @param deliveryTags by offset, those that were asked for and that it holds
     * @param limit of all its consumers together, 0 for none
     * @param limited what they hold together
     */
    record Holder(ActorRef<Reply> channel, String channelName, Map<Long, Long> deliveryTags, int limit, int limited) {}

    /** Tells the virtual host that a queue that goes with its use is no longer used. */
    record Unused(String queue, ActorRef<Command> ref) {}
}
