package warren.actors.vhost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.AmqpError;
import warren.actors.Question;
import warren.actors.exchange.QueueRef;
import warren.actors.info.BrokerEvent;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueSettings;
import warren.actors.vhost.VirtualHostActor.AlterQueue;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.DeclareQueue;
import warren.actors.vhost.VirtualHostActor.DeleteQueue;
import warren.actors.vhost.VirtualHostActor.Done;
import warren.actors.vhost.VirtualHostActor.FindQueues;
import warren.actors.vhost.VirtualHostActor.Flush;
import warren.actors.vhost.VirtualHostActor.InNameOf;
import warren.actors.vhost.VirtualHostActor.PurgeQueue;
import warren.actors.vhost.VirtualHostActor.QueueAnswered;
import warren.actors.vhost.VirtualHostActor.QueueDeclared;
import warren.actors.vhost.VirtualHostActor.QueueDeleted;
import warren.actors.vhost.VirtualHostActor.QueueUnused;
import warren.actors.vhost.VirtualHostActor.QueuesFound;
import warren.actors.vhost.VirtualHostActor.Refused;
import warren.actors.vhost.VirtualHostActor.Reply;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;

/** Queues that are declared, and what a virtual host has to ask a queue before it can answer: whether it may be deleted, how much a purge dropped, whether all is written; and what names stand for. */
final class QueueRequests {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRequests.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ActorContext<Command> context;
    private final VirtualHostBook book;

    QueueRequests(ActorContext<Command> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    /** Answers once those that are being restarted are there again. */
    void find(FindQueues command, ReplyConsumers replyConsumers) {
        var found = new LinkedHashMap<String, QueueRef>();
        var down = new HashSet<String>();
        for (String name : command.names()) {
            QueueEntry entry = book.state.queueOrStore(name);
            if (entry == null) {
                replyConsumers.find(name).ifPresent(consumer -> found.put(name, consumer));
            } else if (entry.restarting) {
                again(entry, command);
                return;
            } else if (entry.restarts.hasGivenUp()) {
                down.add(name);
            } else {
                found.put(name, entry.ref);
            }
        }
        command.replyTo().tell(new QueuesFound(Map.copyOf(found), Set.copyOf(down)));
    }

    /** Asks those that write a journal, and the stores of exchanges that delay. */
    void flush(Flush command) {
        var journals = new ArrayList<ActorRef<QueueProtocol.Command>>();
        var entries = new ArrayList<>(book.state.queues());
        for (ExchangeEntry exchange : book.state.exchanges()) {
            if (exchange.store != null) {
                entries.add(exchange.store);
            }
        }
        for (QueueEntry entry : entries) {
            if (entry.hasJournal && !entry.restarting && !entry.restarts.hasGivenUp()) {
                journals.add(entry.ref.actor());
            }
        }
        Gathering.Question<QueueProtocol.Command, QueueProtocol.Flushed> flush = QueueProtocol.Flush::new;
        context.spawnAnonymous(Gathering.create(journals, flush, QueueProtocol.Flushed.class, answers -> {
            if (answers.size() < journals.size()) {
                LOG.warn(
                        "{} queues in virtual host '{}' have not written yet what they were told last",
                        journals.size() - answers.size(),
                        book.name());
            }
            command.replyTo().tell(new Done());
        }));
    }

    void declare(DeclareQueue command) {
        QueueEntry present = book.state.queue(command.queue().name());
        BrokerEvent.publish(context.getSystem(), new BrokerEvent.QueueDeclared());
        if (present != null && present.restarting) {
            again(present, command);
            return;
        }
        Optional<AmqpError> refusal = present == null
                ? command.refusalIfNew().or(() -> book.state.refuseNewQueue(command.queue()))
                : book.state.refuseRedeclaration(present, command.queue(), command.connection());
        if (refusal.isPresent()) {
            command.replyTo().tell(new Refused(refusal.get()));
        } else if (present != null) {
            command.replyTo().tell(new QueueDeclared(present.ref));
        } else {
            book.declareQueue(
                    command.queue(),
                    command.connection(),
                    queue -> command.replyTo().tell(new QueueDeclared(queue)));
        }
    }

    void delete(DeleteQueue command) {
        QueueEntry entry = book.state.queue(command.name());
        if (entry == null && command.connection().isEmpty()) {
            command.replyTo().tell(new Refused(AmqpError.noQueue(command.name(), book.name())));
        } else if (entry == null) {
            command.replyTo().tell(new QueueDeleted(0));
        } else if (command.connection().filter(entry::isLockedFor).isPresent()) {
            command.replyTo().tell(new Refused(AmqpError.locked(command.name(), book.name())));
        } else if (QueueSettings.isQuorum(entry.definition.arguments()) && (command.ifUnused() || command.ifEmpty())) {
            command.replyTo().tell(new Refused(conditionOnQuorum(entry, command.ifUnused() ? "unused" : "empty")));
        } else if (entry.restarting) {
            again(entry, command);
        } else if (entry.restarts.hasGivenUp() && command.ifEmpty()) {
            command.replyTo().tell(down(entry));
        } else if (entry.restarts.hasGivenUp()) {
            book.removeQueue(entry, () -> command.replyTo().tell(new QueueDeleted(0)));
        } else {
            // the queue decides, since only it knows whether it is used or empty at that moment
            ask(
                    entry,
                    command,
                    replyTo -> new QueueProtocol.Delete(command.ifUnused(), command.ifEmpty(), false, replyTo));
        }
    }

    private AmqpError conditionOnQuorum(QueueEntry entry, String condition) {
        return AmqpError.notImplemented("cannot delete " + AmqpError.queue(entry.definition.name(), book.name())
                + ". queue.delete operations with if-" + condition + " flag set are not supported by quorum queues");
    }

    /** A queue that fails or is deleted while it is asked is no longer the one that was not used. */
    void deleteIfOver(QueueUnused command) {
        QueueEntry entry = book.state.queue(command.notice().queue());
        if (entry != null && entry.ref.actor().equals(command.notice().ref())) {
            ask(entry, command, replyTo -> new QueueProtocol.Delete(false, false, true, replyTo));
        }
    }

    void purge(PurgeQueue command) {
        QueueEntry entry = book.state.queue(command.name());
        if (entry == null) {
            command.replyTo().tell(new Refused(AmqpError.noQueue(command.name(), book.name())));
        } else if (entry.restarting) {
            again(entry, command);
        } else if (entry.restarts.hasGivenUp()) {
            command.replyTo().tell(down(entry));
        } else {
            ask(entry, command, QueueProtocol.Purge::new);
        }
    }

    /** One that becomes durable first writes down what it holds. */
    void alter(AlterQueue command) {
        QueueEntry entry = book.state.queue(command.name());
        if (entry == null) {
            command.replyTo().tell(new Refused(AmqpError.noQueue(command.name(), book.name())));
            return;
        }
        QueueDefinition changed = changed(entry.definition, command);
        Optional<AmqpError> refusal = refuse(entry, changed);
        if (refusal.isPresent()) {
            command.replyTo().tell(new Refused(refusal.get()));
        } else if (entry.restarting) {
            again(entry, command);
        } else if (entry.restarts.hasGivenUp()) {
            command.replyTo().tell(down(entry));
        } else if (changed.durable() && !entry.definition.durable()) {
            ask(entry, command, replyTo -> new QueueProtocol.MakeDurable(book.persistenceId(entry), replyTo));
        } else {
            book.alterQueue(entry, changed, () -> command.replyTo().tell(new Done()));
        }
    }

    private static QueueDefinition changed(QueueDefinition queue, AlterQueue command) {
        FieldTable arguments = queue.arguments();
        for (var argument : command.set().fields().entrySet()) {
            arguments = arguments.with(argument.getKey(), argument.getValue());
        }
        for (String name : command.removed()) {
            arguments = arguments.without(name);
        }
        boolean durable = command.durable().orElse(queue.durable());
        return new QueueDefinition(queue.name(), queue.id(), durable, queue.autoDelete(), arguments);
    }

    private Optional<AmqpError> refuse(QueueEntry entry, QueueDefinition changed) {
        boolean exclusive = entry.owner.isPresent();
        String queue = AmqpError.queue(changed.name(), book.name());
        if (!QueueSettings.type(changed.arguments()).equals(QueueSettings.type(entry.definition.arguments()))) {
            return Optional.of(AmqpError.preconditionFailed(
                    "arg 'x-queue-type' for " + queue + " is what the queue is built by and cannot be altered"));
        }
        if (exclusive && changed.durable()) {
            return Optional.of(AmqpError.preconditionFailed("exclusive " + queue + " cannot be durable"));
        }
        return QueueArguments.check(
                new QueueDeclaration(
                        changed.name(), changed.durable(), exclusive, changed.autoDelete(), changed.arguments()),
                book.name());
    }

    private void again(QueueEntry entry, Command request) {
        Command later = book.events.later(request);
        entry.waiting.add(() -> context.getSelf().tell(later));
    }

    private Refused down(QueueEntry entry) {
        String queue = AmqpError.queue(entry.definition.name(), book.name());
        return new Refused(AmqpError.preconditionFailed(queue + " is down"));
    }

    private void ask(
            QueueEntry entry,
            Command request,
            Function<ActorRef<QueueProtocol.Reply>, QueueProtocol.Command> question) {
        Command later = book.events.later(request);
        Runnable anew = () -> context.getSelf().tell(later);
        entry.asked.add(anew);
        String user = book.events.user();
        Question.ask(
                context,
                entry.ref.actor(),
                PATIENCE,
                question,
                answer -> new InNameOf(user, new QueueAnswered(entry, answer, request, anew)));
    }

    void onAnswered(QueueAnswered answered) {
        if (!answered.entry().asked.remove(answered.anew())) {
            // its actor has ended meanwhile
            return;
        }
        if (answered.answer().isEmpty()) {
            answered.anew().run();
        } else if (answered.request() instanceof DeleteQueue delete) {
            onDeleteAnswered(answered.entry(), answered.answer().get(), delete.replyTo());
        } else if (answered.request() instanceof QueueUnused
                && answered.answer().get() instanceof QueueProtocol.Deleted) {
            book.removeQueue(answered.entry(), () -> {});
        } else if (answered.request() instanceof AlterQueue alter) {
            onMadeDurable(answered.entry(), alter);
        } else if (answered.request() instanceof PurgeQueue purge
                && answered.answer().get() instanceof QueueProtocol.Purged purged) {
            purge.replyTo().tell(new QueueDeleted(purged.count()));
        } else if (answered.request() instanceof PurgeQueue purge
                && answered.answer().get() instanceof QueueProtocol.Refused refused) {
            purge.replyTo().tell(new Refused(refused.error()));
        }
    }

    private void onMadeDurable(QueueEntry entry, AlterQueue alter) {
        if (book.state.queue(alter.name()) == entry) {
            QueueDefinition changed = changed(entry.definition, alter);
            book.alterQueue(entry, changed, () -> alter.replyTo().tell(new Done()));
        } else {
            // it was deleted after it had answered
            context.getSelf().tell(alter);
        }
    }

    private void onDeleteAnswered(QueueEntry entry, QueueProtocol.Reply answer, ActorRef<Reply> replyTo) {
        if (answer instanceof QueueProtocol.Deleted deleted) {
            book.removeQueue(entry, () -> replyTo.tell(new QueueDeleted(deleted.ready())));
        } else if (answer instanceof QueueProtocol.DeleteRefused refused) {
            replyTo.tell(new Refused(AmqpError.preconditionFailed(AmqpError.queue(entry.definition.name(), book.name())
                    + (refused.inUse() ? " in use" : " not empty"))));
        }
    }
}
