package warren.actors.vhost;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.japi.function.Function;
import warren.actors.AmqpError;
import warren.actors.queue.QueueActor;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.DeleteQueue;
import warren.actors.vhost.VirtualHostActor.PurgeQueue;
import warren.actors.vhost.VirtualHostActor.QueueAnswered;
import warren.actors.vhost.VirtualHostActor.QueueDeleted;
import warren.actors.vhost.VirtualHostActor.Refused;
import warren.actors.vhost.VirtualHostActor.Reply;

/** What a virtual host has to ask a queue before it can answer: whether it may be deleted, and how much a purge dropped. */
final class QueueRequests {
    private final ActorContext<Command> context;
    private final VirtualHostBook book;

    QueueRequests(ActorContext<Command> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    void delete(DeleteQueue command) {
        QueueEntry entry = book.state.queue(command.name());
        if (entry == null && command.connection().isEmpty()) {
            command.replyTo().tell(new Refused(AmqpError.noQueue(command.name(), book.name())));
        } else if (entry == null) {
            command.replyTo().tell(new QueueDeleted(0));
        } else if (command.connection().filter(entry::isLockedFor).isPresent()) {
            command.replyTo().tell(new Refused(AmqpError.locked(command.name(), book.name())));
        } else if (entry.restarting || entry.restarts.hasGivenUp()) {
            book.removeQueue(entry, () -> command.replyTo().tell(new QueueDeleted(0)));
        } else {
            askToDelete(entry, command.ifUnused(), command.ifEmpty(), command.replyTo());
        }
    }

    void purge(PurgeQueue command) {
        QueueEntry entry = book.state.queue(command.name());
        if (entry == null) {
            command.replyTo().tell(new Refused(AmqpError.noQueue(command.name(), book.name())));
        } else {
            ask(entry, command.replyTo(), QueueActor.Purge::new);
        }
    }

    /** The queue decides, since only it knows whether it is used or empty at that moment. */
    void askToDelete(QueueEntry entry, boolean ifUnused, boolean ifEmpty, ActorRef<Reply> replyTo) {
        ask(entry, replyTo, answer -> new QueueActor.Delete(ifUnused, ifEmpty, answer));
    }

    private void ask(
            QueueEntry entry,
            ActorRef<Reply> replyTo,
            Function<ActorRef<QueueActor.Reply>, QueueActor.Command> question) {
        context.ask(
                QueueActor.Reply.class,
                entry.ref.actor(),
                Duration.ofMinutes(1),
                question,
                (answer, failure) -> new QueueAnswered(entry, Optional.ofNullable(answer), replyTo));
    }

    void onAnswered(QueueAnswered answered) {
        String name = answered.entry().definition.name();
        ActorRef<Reply> replyTo = answered.replyTo();
        if (answered.answer().isEmpty()) {
            // it failed, or was deleted by another, while it was asked
            if (book.state.queue(name) == answered.entry()) {
                book.removeQueue(answered.entry(), () -> replyTo.tell(new QueueDeleted(0)));
            } else {
                replyTo.tell(new QueueDeleted(0));
            }
        } else if (answered.answer().get() instanceof QueueActor.Deleted deleted) {
            book.removeQueue(answered.entry(), () -> replyTo.tell(new QueueDeleted(deleted.ready())));
        } else if (answered.answer().get() instanceof QueueActor.Purged purged) {
            replyTo.tell(new QueueDeleted(purged.count()));
        } else if (answered.answer().get() instanceof QueueActor.DeleteRefused refused) {
            replyTo.tell(new Refused(AmqpError.preconditionFailed(
                    AmqpError.queue(name, book.name()) + (refused.inUse() ? " in use" : " not empty"))));
        }
    }
}
