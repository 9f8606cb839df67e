package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import warren.actors.AmqpError;
import warren.actors.queue.QueueProtocol.Cancel;
import warren.actors.queue.QueueProtocol.Cancelled;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Commit;
import warren.actors.queue.QueueProtocol.Count;
import warren.actors.queue.QueueProtocol.Counted;
import warren.actors.queue.QueueProtocol.Delete;
import warren.actors.queue.QueueProtocol.DeleteRefused;
import warren.actors.queue.QueueProtocol.Deleted;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Fence;
import warren.actors.queue.QueueProtocol.Fenced;
import warren.actors.queue.QueueProtocol.Flush;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Inspect;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.NotSupported;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Refused;
import warren.actors.queue.QueueProtocol.Sent;
import warren.actors.queue.QueueProtocol.SetRules;
import warren.actors.queue.QueueProtocol.Settle;
import warren.actors.queue.QueueProtocol.Step;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.TimeIsUp;
import warren.actors.queue.QueueProtocol.WriteShare;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;
import warren.routing.message.Message;

/**
 * One stream: a durable queue that keeps its messages after they are read, so that many consumers read it, each from where it wants
 * (RabbitMQ's queue type {@code stream} over AMQP 0-9-1). It is told the same commands as a {@link QueueActor} and keeps the same kind of
 * journal: a message is in the stream, and its publish confirmed, once it is on disk. What is kept is decided by {@link StreamRetention}.
 */
final class StreamActor extends AbstractBehavior<Command> {
    private final QueueSettings settings;
    private final LogChild log;
    private final StreamChunks chunks;
    private final QueueJournal journal;
    private final StreamReaders readers;
    private final Alarm alarm;
    private final PublishQuota quota = new PublishQuota();
    /** As RabbitMQ spells it. */
    private final String queue;
    /** The number of the next message that is published; not all below are on disk. */
    private long nextOffset;
    /** The next message that is written is the first of its write. */
    private boolean isFirstWritten;
    /** What the log was asked for and has not answered. */
    private final List<StreamChunk> asked = new ArrayList<>();

    StreamActor(ActorContext<Command> context, QueueSettings settings, StreamChunks chunks, LogChild log) {
        super(context);
        this.settings = settings;
        this.log = log;
        this.chunks = chunks;
        this.nextOffset = chunks.nextOffset();
        this.queue = AmqpError.queue(settings.name(), settings.virtualHost());
        this.journal = new QueueJournal(log, context.getSelf(), settings.persistenceId(), this::written);
        this.readers = new StreamReaders(context, queue, chunks);
        this.alarm = new Alarm(context, System::currentTimeMillis);
    }

    private void written(QueuedMessage message) {
        if (isFirstWritten) {
            isFirstWritten = false;
            chunks.beginWrite();
        }
        chunks.add(new StoredMessage(message.offset, message.message, message.expiresAtMillis));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Enqueue.class, this::onEnqueue)
                .onMessage(Settle.class, this::onSettle)
                .onMessage(Sent.class, this::onSent)
                .onMessage(Commit.class, this::onCommit)
                .onMessage(Fence.class, this::onFence)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(WriteShare.class, this::onWriteShare)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(TimeIsUp.class, this::onTimeIsUp)
                .onMessage(Get.class, this::onGet)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(LimitByChannel.class, this::onLimitByChannel)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(Purge.class, this::onPurge)
                .onMessage(Delete.class, this::onDelete)
                .onMessage(Count.class, this::onCount)
                .onMessage(SetRules.class, this::onSetRules)
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(Inspect.class, this::onInspect)
                // a turn to recover that was taken before, permits that nobody asked for
                .onAnyMessage(command -> this)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onEnqueue(Enqueue command) {
        enqueue(command);
        return dispatch();
    }

    private void enqueue(Enqueue command) {
        quota.published(command);
        var ticket = new PublishTicket(command.batchId(), command.publisher());
        long now = System.currentTimeMillis();
        readers.traffic.published(command.messages().size());
        for (Message message : command.messages()) {
            journal.enqueue(new QueuedMessage(nextOffset++, message, now, true), ticket);
        }
        if (ticket.unsafe == 0) {
            ticket.confirm(getContext().getSelf());
        }
    }

    private Behavior<Command> onSettle(Settle command) {
        settle(command);
        return dispatch();
    }

    private void settle(Settle command) {
        if (command.outcome() == Outcome.ACKNOWLEDGED) {
            readers.settle(command.offsets());
        } else {
            command.channel()
                    .tell(new NotSupported(AmqpError.notImplemented(
                            "basic.nack and basic.reject not supported by stream queues " + queue)));
        }
    }

    private Behavior<Command> onSent(Sent command) {
        readers.sent(command.channel(), command.messages(), command.bodyBytes());
        return dispatch();
    }

    private Behavior<Command> onCommit(Commit command) {
        journal.beginShare(command.joint());
        for (Step step : command.steps()) {
            if (step instanceof Enqueue enqueue) {
                enqueue(enqueue);
            } else if (step instanceof Settle settle) {
                settle(settle);
            }
        }
        journal.endShare();
        for (Step step : command.steps()) {
            if (step instanceof Fence fence) {
                fence(fence);
            }
        }
        return dispatch();
    }

    private Behavior<Command> onFence(Fence command) {
        fence(command);
        return this;
    }

    private void fence(Fence command) {
        journal.fence(() -> command.channel().tell(new Fenced(getContext().getSelf())));
    }

    private Behavior<Command> onFlush(Flush command) {
        journal.flush(command.replyTo());
        return dispatch();
    }

    private Behavior<Command> onWriteShare(WriteShare command) {
        journal.writeShare(command);
        return this;
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Loaded loaded) {
            asked.removeIf(chunk -> chunk.first == loaded.first());
            chunks.arrived(loaded.first(), loaded.messages());
        } else {
            isFirstWritten = true;
            journal.onReply(command.reply());
            if (command.reply() instanceof QueueLog.Recovered) {
                // it has forgotten what it was asked
                asked.forEach(this::ask);
            }
        }
        return dispatch();
    }

    private Behavior<Command> onTimeIsUp(TimeIsUp signal) {
        alarm.cameDue();
        return dispatch();
    }

    private Behavior<Command> onGet(Get command) {
        command.channel()
                .tell(new Refused("", AmqpError.notImplemented("basic.get not supported by stream queues " + queue)));
        return this;
    }

    private Behavior<Command> onSubscribe(Subscribe command) {
        readers.subscribe(command);
        return dispatch();
    }

    private Behavior<Command> onCancel(Cancel command) {
        readers.cancel(command.channel(), command.consumerTag());
        command.channel().tell(new Cancelled(command.consumerTag()));
        return this;
    }

    /** It was accepted before the channel had a limit; for it alone its own limit goes on. */
    private Behavior<Command> onLimitByChannel(LimitByChannel command) {
        command.channel().tell(new NotSupported(AmqpError.notImplemented(queue + " does not support global qos")));
        return this;
    }

    private Behavior<Command> onDetach(Detach command) {
        readers.detach(command.channel());
        return this;
    }

    private Behavior<Command> onPurge(Purge command) {
        command.replyTo()
                .tell(new Refused("", AmqpError.notImplemented("queue.purge not supported by stream queues " + queue)));
        return this;
    }

    private Behavior<Command> onDelete(Delete command) {
        boolean inUse = command.ifUnused() && !readers.isEmpty();
        if (inUse || command.ifOver() || (command.ifEmpty() && chunks.count() > 0)) {
            command.replyTo().tell(new DeleteRefused(inUse));
            return this;
        }
        command.replyTo().tell(new Deleted(chunks.count()));
        return Behaviors.stopped();
    }

    private Behavior<Command> onCount(Count command) {
        command.replyTo().tell(new Counted(chunks.count(), readers.all().size()));
        return this;
    }

    private Behavior<Command> onSetRules(SetRules command) {
        return following(command.rules());
    }

    /** The same stream; what it holds is kept by these rules from now on. */
    Behavior<Command> following(QueueRules rules) {
        chunks.follow(StreamRetention.of(rules.arguments()));
        quota.follow(rules.arguments(), System.nanoTime());
        return dispatch();
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo().tell(QueuePicture.of(settings, "running", chunks, readers));
        return this;
    }

    private Behavior<Command> onInspect(Inspect command) {
        QueueInspection.answer(command.question(), chunks, readers);
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        chunks.close();
        QueuePicture.end(getContext().getSystem(), settings, readers.traffic);
        return this;
    }

    /** Every command that may change something ends here: what is too much goes, deliveries go out, the next write starts. */
    private Behavior<Command> dispatch() {
        long now = System.currentTimeMillis();
        OffsetRanges gone = chunks.truncate(now);
        if (!gone.isEmpty()) {
            journal.settle(gone);
        }
        for (StreamChunk chunk : readers.deliver()) {
            if (!chunk.isComing) {
                chunk.isComing = true;
                asked.add(chunk);
                ask(chunk);
            }
        }
        journal.write();
        alarm.comeAt(chunks.dueMillis(now));
        return this;
    }

    private void ask(StreamChunk chunk) {
        log.ref().tell(new QueueLog.Load(chunk.first, chunk.last));
    }
}
