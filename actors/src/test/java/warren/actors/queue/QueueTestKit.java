package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.Messages;
import warren.actors.info.QueueInfo;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Count;
import warren.actors.queue.QueueProtocol.Counted;
import warren.actors.queue.QueueProtocol.Deliver;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.Flush;
import warren.actors.queue.QueueProtocol.Flushed;
import warren.actors.queue.QueueProtocol.Reply;
import warren.actors.queue.QueueProtocol.Settle;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;
import warren.actors.queue.QueueProtocol.Unused;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** Starts queues, and plays the channels that use them. */
final class QueueTestKit {
    private final ActorTestKit kit;
    private final ActorRef<RecoveryTurns.Command> turns;

    QueueTestKit() {
        this(ConfigFactory.load());
    }

    QueueTestKit(Config config) {
        kit = ActorTestKit.create(config);
        turns = kit.spawn(RecoveryTurns.create("/"));
    }

    void shutDown() {
        kit.shutdownTestKit();
    }

    /** One that is not durable. */
    ActorRef<Command> queue() {
        return kit.spawn(QueueActor.create(settings(false, false, ""), QueueRules.NONE, owner().getRef()));
    }

    ActorRef<Command> queue(QueueRules rules, TestProbe<Unused> owner) {
        return kit.spawn(QueueActor.create(settings(false, false, ""), rules, owner.getRef()));
    }

    ActorRef<Command> autoDeleteQueue(TestProbe<Unused> owner) {
        return kit.spawn(QueueActor.create(settings(false, true, ""), QueueRules.NONE, owner.getRef()));
    }

    ActorRef<Command> durableQueue(String persistenceId) {
        return kit.spawn(
                QueueActor.recover(settings(true, false, persistenceId), QueueRules.NONE, owner().getRef(), turns));
    }

    ActorRef<Command> durableQueue(String persistenceId, FieldTable arguments) {
        var settings = new QueueSettings("/", "q", true, false, arguments, persistenceId);
        return kit.spawn(
                QueueActor.recover(settings, new QueueRules(arguments, Optional.empty()), owner().getRef(), turns));
    }

    /** One whose dead letters go to this actor. */
    ActorRef<Command> durableQueue(String persistenceId, ActorRef<DeadLetters.Command> deadLetters) {
        var arguments = FieldTable.of("x-dead-letter-exchange", FieldValue.of("dlx"));
        return kit.spawn(QueueActor.recover(
                settings(true, false, persistenceId),
                new QueueRules(arguments, Optional.of(deadLetters)),
                owner().getRef(),
                turns));
    }

    /** A durable queue past its recovery, with a probe as its log. */
    ActorRef<Command> queueOn(ActorRef<QueueLog.Command> log) {
        return queueOn(log, QueueRules.NONE);
    }

    ActorRef<Command> queueOn(
            ActorRef<QueueLog.Command> log, FieldTable arguments, ActorRef<DeadLetters.Command> deadLetters) {
        return queueOn(log, new QueueRules(arguments, Optional.of(deadLetters)));
    }

    private ActorRef<Command> queueOn(ActorRef<QueueLog.Command> log, QueueRules rules) {
        var child = new LogChild(() -> log);
        child.recovered(
                new QueueLog.Recovered(1, 0, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), List.of()));
        return queueOn(child, rules);
    }

    /** A durable queue of which the journal has nothing. */
    ActorRef<Command> newQueueOn(LogChild log) {
        return queueOn(log, QueueRules.NONE);
    }

    private ActorRef<Command> queueOn(LogChild log, QueueRules rules) {
        var settings = new QueueSettings("/", "q", true, false, rules.arguments(), "unused");
        var state = new QueueState(
                rules.arguments(),
                new MessageMemory(Long.MAX_VALUE),
                new HeldMessages(() -> 0, StoredMessage.NEVER, StoredMessage.NEVER));
        return kit.spawn(Behaviors.setup(
                context -> new QueueActor(context, settings, owner().getRef(), state, log).following(rules)));
    }

    /** A durable queue that waits for its turn. */
    ActorRef<Command> durableQueue(String persistenceId, TestProbe<RecoveryTurns.Command> turns) {
        return kit.spawn(QueueActor.recover(
                settings(true, false, persistenceId), QueueRules.NONE, owner().getRef(), turns.getRef()));
    }

    TestProbe<QueueInfo> operator() {
        return kit.createTestProbe(QueueInfo.class);
    }

    TestProbe<RecoveryTurns.Command> turns() {
        return kit.createTestProbe(RecoveryTurns.Command.class);
    }

    TestProbe<DeadLetters.Command> deadLetters() {
        return kit.createTestProbe(DeadLetters.Command.class);
    }

    /** Bytes of all messages in memory. */
    long memoryHeld() {
        return MessageMemory.get(kit.system()).heldBytes();
    }

    TestProbe<JointCommit.Command> coordinator() {
        return kit.createTestProbe(JointCommit.Command.class);
    }

    TestProbe<QueueLog.Command> log() {
        return kit.createTestProbe(QueueLog.Command.class);
    }

    /** Stops it once all is written: a stop overtakes commands that still wait in a mailbox. */
    void stop(ActorRef<Command> queue) {
        flush(queue).expectMessage(new Flushed());
        kit.stop(queue);
    }

    /** Hears when all is written. */
    TestProbe<Flushed> flush(ActorRef<Command> queue) {
        var flushed = kit.createTestProbe(Flushed.class);
        queue.tell(new Flush(flushed.getRef()));
        return flushed;
    }

    private static QueueSettings settings(boolean durable, boolean autoDelete, String persistenceId) {
        return new QueueSettings("/", "q", durable, autoDelete, FieldTable.EMPTY, persistenceId);
    }

    TestProbe<Unused> owner() {
        return kit.createTestProbe(Unused.class);
    }

    Channel channel(ActorRef<Command> queue) {
        return new Channel(queue, kit.createTestProbe(Reply.class));
    }

    static String describe(Delivery delivery) {
        return delivery.consumerTag() + " " + Messages.text(delivery.message())
                + (delivery.redelivered() ? " again" : "");
    }

    /** A channel of one queue. */
    record Channel(ActorRef<Command> queue, TestProbe<Reply> probe) {
        ActorRef<Reply> ref() {
            return probe.getRef();
        }

        void publish(long batchId, List<Message> messages) {
            queue.tell(new Enqueue(batchId, messages, ref()));
        }

        /** Publishes and waits until it is taken. */
        void publish(List<Message> messages) {
            publish(1, messages);
            receive(Enqueued.class);
        }

        void subscribe(Subscription subscription) {
            subscribe(subscription, -1);
        }

        /** As one who got so far with the queue's former actor. */
        void subscribe(Subscription subscription, long delivered) {
            queue.tell(new Subscribe(subscription, delivered, ref()));
            expect(new Subscribed(subscription.consumerTag(), queue));
        }

        void settle(Outcome outcome, long... offsets) {
            queue.tell(new Settle(offsets, outcome, ref()));
        }

        void expect(Reply reply) {
            probe.expectMessage(reply);
        }

        <R extends Reply> R receive(Class<R> type) {
            return probe.expectMessageClass(type);
        }

        /** One Deliver with these, each as consumer tag, text and, where redelivered, "again". */
        void expectDelivered(String... deliveries) {
            assertThat(receive(Deliver.class).deliveries())
                    .extracting(QueueTestKit::describe)
                    .containsExactly(deliveries);
        }

        /** So many, in as many parts as the queue likes. */
        List<String> receiveTexts(int count) {
            var texts = new ArrayList<String>();
            while (texts.size() < count) {
                receive(Deliver.class).deliveries().forEach(delivery -> texts.add(Messages.text(delivery.message())));
            }
            assertThat(texts).hasSize(count);
            return texts;
        }

        /** Everything before is done with; nothing else came of it. */
        void expectCounts(long ready, int consumers) {
            queue.tell(new Count(ref()));
            expect(new Counted(ready, consumers));
        }

        /** Nothing has come, and nothing comes of what the queue was told until now. */
        void expectNothing() {
            queue.tell(new Count(ref()));
            receive(Counted.class);
        }

        void die() {
            probe.stop();
        }

        void expectEnd(ActorRef<?> actor) {
            probe.expectTerminated(actor, Duration.ofSeconds(3));
        }
    }
}
