package warren.actors.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.exchange.ExchangeActor.BindingsChanged;
import warren.actors.exchange.ExchangeActor.Command;
import warren.actors.exchange.ExchangeActor.OfExtension;
import warren.actors.exchange.ExtensionRunner.State;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.extension.LoadedExtension;
import warren.actors.info.ExtensionState;
import warren.exchange.RouteBatch;

/**
 * One exchange whose type comes from an extension. To everybody else it is an {@link ExchangeActor}; it owns the bindings, and asks the
 * extension's behaviour ({@link ExtensionRunner}) about one part of a batch at a time. Channels wait for its answers in their order, so
 * order is theirs; what waits here has its publishers' budgets as its bound.
 *
 * <p>Whatever the behaviour does, each batch is answered: routed, or failed when the behaviour throws, is late or answers nonsense.
 */
public final class ExtensionExchangeActor extends AbstractBehavior<Command> {
    private record TypeChanged(Optional<LoadedExtension> type) implements OfExtension {}

    private record Answered(RouteBatch.Answer answer) implements OfExtension {}

    /** The time for a part is over. */
    private record LimitReached(long number) implements OfExtension {}

    /** A late answer has not come for so long that none will. */
    private record GivenUp(long number) implements OfExtension {}

    private record StartAgain() implements OfExtension {}

    /** Older code has not ended. */
    private record Overdue() implements OfExtension {}

    /** How is it? Answered by {@link Described}. */
    public record Describe(ActorRef<Described> replyTo) implements OfExtension {}

    /** The answer to {@link Describe}. */
    public record Described(ExtensionState state, ActorRef<Command> exchange) {}

    /** A behaviour that owes an answer for so many time limits more is ended. */
    private static final int GRACE_LIMITS = 4;

    /** An exchange with the bindings that it has from the start. */
    public static Behavior<Command> create(ExtensionSetup setup, List<ExchangeActor.Binding> bindings) {
        return Behaviors.withTimers(
                timers -> Behaviors.setup(context -> new ExtensionExchangeActor(context, timers, setup, bindings)));
    }

    private final TimerScheduler<Command> timers;
    private final ExtensionSetup setup;
    private final ExtensionBindings bindings = new ExtensionBindings();
    private final ExtensionRunner runner;
    private final Complaints complaints;
    private final ExtensionRegistry.Following following;
    private final ActorRef<RouteBatch.Answer> answers;
    private final ArrayDeque<RouteWork> waiting = new ArrayDeque<>();
    /** What the behaviour is asked about; null when it is not asked. */
    private @Nullable RouteWork current;

    private ExtensionBindings.@Nullable Snapshot given;
    private long lastNumber;
    /** Newer code that waits for the answer to the current part; null when there is none. */
    private @Nullable TypeChanged change;

    private List<Destination> otherwise = List.of();
    private List<Destination> store = List.of();

    private ExtensionExchangeActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ExtensionSetup setup,
            List<ExchangeActor.Binding> bindings) {
        super(context);
        this.timers = timers;
        this.setup = setup;
        bindings.forEach(this.bindings::add);
        runner = new ExtensionRunner(context, setup);
        complaints = new Complaints(
                context.getLog(),
                AmqpError.exchange(setup.name(), setup.virtualHost()) + " of type '" + setup.type() + "'");
        answers = context.messageAdapter(RouteBatch.Answer.class, Answered::new);
        ActorRef<Command> self = context.getSelf();
        following = ExtensionRegistry.get(context.getSystem())
                .follow(setup.type(), type -> self.tell(new TypeChanged(type)));
        runner.use(following.now());
        if (runner.state() == State.ABSENT) {
            complaints.add("absent", "cannot route: its type is not loaded", null);
        }
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(ExchangeActor.Route.class, this::onRoute)
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(LimitReached.class, this::onLimitReached)
                .onMessage(GivenUp.class, this::onGivenUp)
                .onMessage(StartAgain.class, this::onStartAgain)
                .onMessage(Overdue.class, this::onOverdue)
                .onMessage(TypeChanged.class, this::onTypeChanged)
                .onMessage(ExchangeActor.Bind.class, this::onBind)
                .onMessage(ExchangeActor.Redirect.class, this::onRedirect)
                .onMessage(ExchangeActor.Unbind.class, this::onUnbind)
                .onMessage(ExchangeActor.Forget.class, this::onForget)
                .onMessage(ExchangeActor.SetAlternate.class, this::onSetAlternate)
                .onMessage(ExchangeActor.SetDelayStore.class, this::onSetDelayStore)
                .onMessage(Describe.class, this::onDescribe)
                .onSignal(ChildFailed.class, failure -> onEnded(failure.getRef(), failure.cause()))
                .onSignal(Terminated.class, end -> onEnded(end.getRef(), null))
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onRoute(ExchangeActor.Route command) {
        waiting.add(new RouteWork(command));
        return proceed();
    }

    /** Asks about the next part, or answers what nobody can be asked about. */
    private Behavior<Command> proceed() {
        applyChange();
        while (current == null && !waiting.isEmpty() && runner.state() != State.REPLACED) {
            RouteWork work = waiting.element();
            if (runner.state() == State.READY && !work.isDone()) {
                ask(work);
                return this;
            }
            work.failRest();
            work.answer(unavailable(), getContext().getSelf());
            waiting.remove();
        }
        return this;
    }

    private Optional<AmqpError> unavailable() {
        return runner.state() == State.ABSENT
                ? Optional.of(AmqpError.preconditionFailed(AmqpError.exchange(setup.name(), setup.virtualHost())
                        + " cannot route: its type '" + setup.type() + "' is not loaded"))
                : Optional.empty();
    }

    private void ask(RouteWork work) {
        current = work;
        ExtensionBindings.Snapshot snapshot = bindings.snapshot();
        given = snapshot;
        long number = ++lastNumber;
        timers.startSingleTimer(LimitReached.class, new LimitReached(number), runner.timeLimit());
        runner.ask(new RouteBatch(number, work.nextPart(), snapshot.bindings(), answers));
    }

    private Behavior<Command> onAnswered(Answered message) {
        RouteBatch.Answer answer = message.answer();
        RouteWork work = current;
        ExtensionBindings.Snapshot shown = given;
        if (answer.number() == lastNumber && runner.state() == State.LATE) {
            runner.answered();
            timers.cancel(GivenUp.class);
            return proceed();
        }
        if (work == null || shown == null || answer.number() != lastNumber) {
            complaints.add("answer", "answered a batch that was not waiting for an answer", null);
            return this;
        }
        runner.answered();
        try {
            work.take(answer.routings(), bindings, shown, new RouteWork.Ways(otherwise, store));
        } catch (IllegalArgumentException wrong) {
            complaints.add("wrong", "gave a wrong answer: " + wrong.getMessage(), null);
            work.failPart();
        }
        finishPart(work);
        return proceed();
    }

    private void finishPart(RouteWork work) {
        current = null;
        timers.cancel(LimitReached.class);
        if (work.isDone()) {
            work.answer(Optional.empty(), getContext().getSelf());
            waiting.remove();
        }
    }

    private Behavior<Command> onLimitReached(LimitReached signal) {
        RouteWork work = current;
        if (work != null && signal.number() == lastNumber) {
            Duration limit = runner.timeLimit();
            complaints.add("late", "did not answer within " + limit.toMillis() + " ms", null);
            runner.late();
            timers.startSingleTimer(GivenUp.class, new GivenUp(lastNumber), limit.multipliedBy(GRACE_LIMITS));
            work.failPart();
            finishPart(work);
        }
        return proceed();
    }

    private Behavior<Command> onGivenUp(GivenUp signal) {
        if (signal.number() == lastNumber && runner.state() == State.LATE) {
            complaints.add(
                    "given up", "owes an answer for too long: it is started anew when its thread comes back", null);
            runner.abandon();
        }
        return proceed();
    }

    private Behavior<Command> onEnded(ActorRef<?> ended, @Nullable Throwable cause) {
        if (!runner.isChild(ended)) {
            return this;
        }
        timers.cancel(GivenUp.class);
        boolean isMeant = runner.state() == State.REPLACED || runner.state() == State.ENDING;
        if (!isMeant) {
            complaints.add("failed", "failed, and is started again", cause);
        }
        RouteWork work = current;
        if (work != null) {
            work.failPart();
            finishPart(work);
        }
        runner.ended().ifPresent(rest -> timers.startSingleTimer(StartAgain.class, new StartAgain(), rest));
        return proceed();
    }

    private Behavior<Command> onStartAgain(StartAgain signal) {
        if (runner.state() == State.RESTING) {
            runner.start();
        }
        return proceed();
    }

    private Behavior<Command> onTypeChanged(TypeChanged message) {
        change = message;
        return proceed();
    }

    private void applyChange() {
        TypeChanged wanted = change;
        if (wanted != null && current == null) {
            change = null;
            Duration limit = runner.timeLimit();
            runner.use(wanted.type());
            if (runner.state() == State.REPLACED) {
                timers.startSingleTimer(Overdue.class, new Overdue(), limit);
            }
        }
    }

    private Behavior<Command> onOverdue(Overdue signal) {
        if (runner.state() == State.REPLACED) {
            complaints.add("overdue", "does not end to make room for newer code", null);
            runner.abandon();
        }
        return proceed();
    }

    private Behavior<Command> onBind(ExchangeActor.Bind command) {
        bindings.add(command.binding());
        command.replyTo().tell(new BindingsChanged(getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onRedirect(ExchangeActor.Redirect command) {
        bindings.removeDestination(command.old());
        command.bindings().forEach(bindings::add);
        return this;
    }

    private Behavior<Command> onUnbind(ExchangeActor.Unbind command) {
        bindings.remove(command.binding());
        command.replyTo().tell(new BindingsChanged(getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onForget(ExchangeActor.Forget command) {
        bindings.removeDestination(command.destination());
        return this;
    }

    private Behavior<Command> onSetAlternate(ExchangeActor.SetAlternate command) {
        otherwise = command.alternate().<List<Destination>>map(List::of).orElse(List.of());
        return this;
    }

    private Behavior<Command> onSetDelayStore(ExchangeActor.SetDelayStore command) {
        store = List.of(command.store());
        return this;
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo()
                .tell(new Described(
                        new ExtensionState(runner.state() != State.ABSENT, runner.restarts(), complaints.total()),
                        getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        following.end().run();
        return this;
    }
}
