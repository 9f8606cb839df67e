package warren.actors.vhost;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.exchange.ExchangeActor;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.vhost.VirtualHostActor.BindingsChanged;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.FromLog;

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
                Tracing.get(context.getSystem()).of(settings.name()),
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
            book.recover(recovered.standing());
            book.purgeOrphans();
            started.tell(book.name());
            book.beginRecovery();
            return stash.unstashAll(new VirtualHostActor(context, book));
        }
        book.recorder.onReply(answer.reply());
        return Behaviors.same();
    }
}
