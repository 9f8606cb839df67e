package warren.actors.vhost;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.exchange.ExchangeActor;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.failure.Witness;
import warren.actors.queue.ExchangeStore;
import warren.actors.vhost.VirtualHostActor.BindingsChanged;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.FromLog;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.DefinitionEvent;

/** The first phase of a virtual host's life: its log recovers the definitions, then the running {@link VirtualHostActor} takes over. */
final class VirtualHostRecovery {
    private static final int COMMANDS_MAX = 1_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final VirtualHostBook book;
    private final ActorRef<String> started;

    private VirtualHostRecovery(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            VirtualHostSettings settings,
            ActorRef<String> started) {
        this.context = context;
        this.stash = stash;
        this.started = started;
        ActorRef<DefinitionsLog.Reply> replies = context.messageAdapter(DefinitionsLog.Reply.class, FromLog::new);
        var log = context.spawn(DefinitionsLog.create(settings.persistenceId(), replies), "definitions");
        // not handled: without its log the host fails, and the broker with it
        context.watch(log);
        ActorRef<ExchangeActor.BindingsChanged> changed =
                context.messageAdapter(ExchangeActor.BindingsChanged.class, BindingsChanged::new);
        book = new VirtualHostBook(
                settings,
                new Children(context, settings),
                log,
                changed,
                new OwnExchanges(context, settings.name()),
                new HostEvents(context.getSystem(), settings.name()),
                ExtensionRegistry.get(context.getSystem()),
                RestartLimits.of(context.getSystem().settings().config()));
    }

    static Behavior<Command> create(VirtualHostSettings settings, ActorRef<String> started) {
        return Behaviors.withStash(
                COMMANDS_MAX,
                stash -> Behaviors.setup(
                        context -> new VirtualHostRecovery(context, stash, settings, started).recovering()));
    }

    private Behavior<Command> recovering() {
        return Behaviors.receive(Command.class)
                .onMessage(FromLog.class, this::onFromLog)
                .onAnyMessage(command -> {
                    stash.stash(command);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onFromLog(FromLog answer) {
        if (answer.reply() instanceof DefinitionsLog.Recovered recovered) {
            recover(recovered.standing());
            book.purgeOrphans();
            started.tell(book.name());
            book.beginRecovery();
            return stash.unstashAll(Witness.steadfast(
                    "virtual host",
                    new VirtualHostActor(context, book),
                    command -> FailedRequest.refuse(context, command)));
        }
        book.recorder.onReply(answer.reply());
        return Behaviors.same();
    }

    /** Takes over what the journal holds and starts all actors: first the policies, then the things, then the bindings between them. */
    private void recover(List<DefinitionEvent> facts) {
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.PolicySet set) {
                book.policies.recover(set.policy());
            }
        }
        BuiltInExchanges.forClients().forEach(book::start);
        book.own.definitions().forEach(book::start);
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.ExchangeDeclared declared) {
                book.start(declared.exchange());
            } else if (fact instanceof DefinitionEvent.QueueDeclared declared
                    && !ExchangeStore.isOne(declared.queue().name())) {
                book.start(declared.queue(), Optional.empty());
            }
        }
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.QueueDeclared declared
                    && ExchangeStore.isOne(declared.queue().name())) {
                book.startStore(declared.queue());
            }
        }
        book.state.exchanges().forEach(book.policies::tellStore);
        book.state.withAlternates().forEach(entry -> book.policies.linkAlternates(entry.definition.name()));
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.Bound bound) {
                recover(bound.binding());
            }
        }
    }

    /** An exchange of the broker's own may be switched off now, and then what was bound to it is not. */
    private void recover(BindingDefinition binding) {
        if (book.state.exchange(binding.source()) == null) {
            book.recorder.record(List.of(new DefinitionEvent.Unbound(binding)), () -> {});
        } else if (book.state.bindings.add(binding)) {
            book.exchange(binding.source()).tell(new ExchangeActor.Bind(book.toExchange(binding), book.changed));
        }
    }
}
