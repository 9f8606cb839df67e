package warren.actors.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.exchange.QueueRef;
import warren.actors.info.ChannelInfo;
import warren.actors.queue.JointCommit;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.frame.Command;
import warren.transport.method.AccessRequest;
import warren.transport.method.AccessRequestOk;
import warren.transport.method.BasicPublish;
import warren.transport.method.ChannelClose;
import warren.transport.method.ChannelFlow;
import warren.transport.method.ChannelFlowOk;
import warren.transport.method.ConfirmSelect;
import warren.transport.method.ConfirmSelectOk;
import warren.transport.method.Method;
import warren.transport.method.ReplyCode;
import warren.transport.method.TxCommit;
import warren.transport.method.TxCommitOk;
import warren.transport.method.TxRollback;
import warren.transport.method.TxRollbackOk;
import warren.transport.method.TxSelect;
import warren.transport.method.TxSelectOk;

/** Finds the handler of each method, and handles those of the channel itself: close, flow, confirms, transactions. */
final class ChannelMethods {
    private final ChannelCore core;
    private final Publishing publishing;
    private final Consuming consuming;
    private final PublishMethod publishMethod;
    private final BasicMethods basics;
    private final Declaring declaring;
    private @Nullable Transaction transaction;
    private boolean committing;
    /** The commit under way is a coordinator's. */
    private boolean coordinated;

    private final Consumer<ActorRef<JointCommit.Command>> coordinatorWatcher;
    private boolean closed;

    /** {@code coordinatorWatcher} asks for a note when a coordinator's actor ends. */
    ChannelMethods(
            ChannelCore core,
            Publishing publishing,
            Consuming consuming,
            PublishMethod publishMethod,
            BasicMethods basics,
            Consumer<ActorRef<JointCommit.Command>> coordinatorWatcher) {
        this.core = core;
        this.coordinatorWatcher = coordinatorWatcher;
        this.publishing = publishing;
        this.consuming = consuming;
        this.publishMethod = publishMethod;
        this.basics = basics;
        this.declaring = new Declaring(core, publishMethod::forget);
    }

    /** The client closed the channel. */
    boolean isClosed() {
        return closed;
    }

    /** A tx.commit waits for the queues. */
    boolean isCommitting() {
        return committing;
    }

    void handle(Command command) {
        Method method = command.method();
        if (method instanceof BasicPublish publish) {
            publishMethod.handle(command, publish);
        } else if (!basics.handle(method) && !declaring.handle(method) && !handleOwn(method)) {
            throw new AmqpException(AmqpError.commandInvalid("unimplemented method"));
        }
    }

    private boolean handleOwn(Method method) {
        if (method instanceof ConfirmSelect select) {
            selectConfirms(select);
        } else if (method instanceof TxSelect) {
            selectTransactions();
        } else if (method instanceof TxCommit) {
            commit();
        } else if (method instanceof TxRollback) {
            rollback();
        } else if (method instanceof ChannelClose) {
            closed = true;
        } else if (method instanceof ChannelFlow flow) {
            if (!flow.active()) {
                throw new AmqpException(AmqpError.notImplemented("active=false"));
            }
            core.output.method(new ChannelFlowOk(true));
        } else if (method instanceof AccessRequest) {
            core.output.method(new AccessRequestOk(1));
        } else {
            return false;
        }
        return true;
    }

    private void selectConfirms(ConfirmSelect select) {
        if (transaction != null) {
            throw new AmqpException(AmqpError.preconditionFailed("cannot switch from tx to confirm mode"));
        }
        publishing.startConfirming();
        core.answer(select.noWait(), new ConfirmSelectOk());
    }

    private void selectTransactions() {
        if (publishing.isConfirming()) {
            throw new AmqpException(AmqpError.preconditionFailed("cannot switch from confirm to tx mode"));
        }
        if (transaction == null) {
            transaction = new Transaction();
            basics.startTransactions(transaction);
            publishing.startHolding();
        }
        core.output.method(new TxSelectOk());
    }

    private Transaction requireTransaction() {
        if (transaction == null) {
            throw new AmqpException(AmqpError.preconditionFailed("channel is not transactional"));
        }
        return transaction;
    }

    private void commit() {
        Transaction open = requireTransaction();
        publishing.requireNothingRefused();
        core.queues.beginShares();
        publishing.dispatchHeld();
        open.takeSettlements().forEach(each -> consuming.settle(each.deliveries(), each.outcome()));
        committing = true;
        send(core.queues.endShares(core.queueReplies));
    }

    /** What several durable queues take is durable together; for that they need somebody who coordinates them. */
    private void send(Map<QueueRef, List<QueueProtocol.Step>> shares) {
        var durable = new ArrayList<JointCommit.Share>();
        shares.forEach((queue, steps) -> {
            if (queue.durable()) {
                durable.add(new JointCommit.Share(queue.actor(), steps));
            } else {
                steps.forEach(queue.actor()::tell);
            }
        });
        coordinated = durable.size() > 1;
        if (coordinated) {
            core.askHost(VirtualHostActor.FindCoordinator::new, VirtualHostActor.CoordinatorFound.class, found -> {
                coordinatorWatcher.accept(found.coordinator());
                found.coordinator().tell(new JointCommit.Coordinate(durable));
            });
        } else {
            durable.forEach(share -> share.queue().tell(new QueueProtocol.Commit(share.steps(), Optional.empty())));
        }
    }

    /** The coordinator of a transaction has ended: it is not known what became of a commit under way. */
    void onCoordinatorGone() {
        if (committing && coordinated) {
            committing = false;
            throw new AmqpException(new AmqpError(ReplyCode.INTERNAL_ERROR, ""));
        }
    }

    /** Answers tx.commit once all of it is taken, and on disk where it has to be. True when it has done so now. */
    boolean commitIfTaken() {
        boolean isTaken = committing
                && publishing.isAllTaken()
                && !core.hasOpenQuestion()
                && core.queues.areSettlementsSafe(core.queueReplies);
        if (isTaken) {
            committing = false;
            if (publishing.isCommittedInPart()) {
                throw new AmqpException(AmqpError.preconditionFailed("partial tx completion"));
            }
            core.output.method(new TxCommitOk());
        }
        return isTaken;
    }

    private void rollback() {
        Transaction open = requireTransaction();
        publishing.dropHeld();
        open.takeSettlements().forEach(each -> consuming.restore(each.deliveries()));
        core.output.method(new TxRollbackOk());
    }

    /** Something was sent to the name that stands for this channel's reply consumer. */
    void onReplyQueue(QueueProtocol.Command command) {
        if (command instanceof QueueProtocol.Enqueue replies) {
            basics.onReplies(replies);
        } else if (command instanceof QueueProtocol.Count count) {
            count.replyTo().tell(new QueueProtocol.Counted(0, 1));
        }
    }

    ChannelInfo describe(String id) {
        ChannelSettings settings = core.settings;
        return new ChannelInfo(
                id,
                settings.name(),
                settings.connection(),
                settings.number(),
                core.grant().user(),
                settings.virtualHost(),
                transaction != null,
                publishing.isConfirming(),
                consuming.count(),
                consuming.unacknowledgedCount(),
                publishing.unconfirmed(),
                publishing.heldCount(),
                transaction == null ? 0 : transaction.settlementCount(),
                consuming.prefetchCount(),
                consuming.globalPrefetchCount(),
                "running",
                core.traffic.messages.counts(),
                core.traffic.exchanges());
    }
}
