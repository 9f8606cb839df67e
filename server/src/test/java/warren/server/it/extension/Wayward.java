package warren.server.it.extension;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import warren.exchange.Binding;
import warren.exchange.Bindings;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.ExchangeMessage;
import warren.exchange.OutgoingMessage;
import warren.exchange.RouteBatch;
import warren.exchange.Routing;

/** Routes by the routing key, unless a message's header {@code do} says otherwise: then it does what a bad extension might do. */
public final class Wayward implements ExchangeExtension {
    @Override
    public String type() {
        return "x-wayward";
    }

    @Override
    public String description() {
        return "does what it is told";
    }

    @Override
    public boolean delaysMessages() {
        return true;
    }

    @Override
    public Optional<String> validate(Map<String, Object> arguments) {
        if (arguments.containsKey("x-block")) {
            block();
        }
        if (arguments.containsKey("x-throw")) {
            throw new NoClassDefFoundError("org/example/Missing");
        }
        return arguments.containsKey("x-refuse") ? Optional.of("not with x-refuse") : Optional.empty();
    }

    @Override
    public Optional<String> validateBinding(String routingKey, Map<String, Object> arguments) {
        return routingKey.isEmpty() ? Optional.of("a binding needs a routing key") : Optional.empty();
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        return Behaviors.withTimers(timers -> Behaviors.setup(actor -> new Exchange(actor, timers, context)));
    }

    private static void block() {
        boolean isOver = false;
        while (!isOver) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException ignored) {
                // as bad code does
                isOver = false;
            }
        }
    }

    private static final AtomicInteger FALTERS = new AtomicInteger();

    private record Later(RouteBatch batch) implements ExchangeCommand {}

    private static final class Exchange extends AbstractBehavior<ExchangeCommand> {
        private final TimerScheduler<ExchangeCommand> timers;
        private final ExchangeContext own;

        Exchange(ActorContext<ExchangeCommand> context, TimerScheduler<ExchangeCommand> timers, ExchangeContext own) {
            super(context);
            this.timers = timers;
            this.own = own;
        }

        @Override
        public Receive<ExchangeCommand> createReceive() {
            return newReceiveBuilder()
                    .onMessage(RouteBatch.class, this::onRouteBatch)
                    .onMessage(Later.class, later -> answer(later.batch()))
                    .build();
        }

        private Behavior<ExchangeCommand> onRouteBatch(RouteBatch batch) throws InterruptedException {
            boolean isShaky = batch.messages().stream()
                    .anyMatch(message ->
                            message.isDue() && "falter".equals(message.headers().get("do")));
            if (isShaky && FALTERS.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("told to falter");
            }
            String wish = batch.messages().stream()
                    .map(message -> message.headers().get("do"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .filter(Exchange::isAboutTheBatch)
                    .findFirst()
                    .orElse("");
            switch (wish) {
                case "throw" -> throw new IllegalStateException("told to throw");
                case "linkage" -> throw new NoClassDefFoundError("org/example/Missing");
                case "overflow" -> overflow(1);
                case "block" -> block();
                case "sleep" -> new CountDownLatch(1).await();
                case "forget" -> {
                    return this;
                }
                case "few" -> {
                    batch.answer(java.util.List.of());
                    return this;
                }
                case "invent" -> {
                    batch.answerAll(Routing.to(Binding.ofQueue("no such queue", "k")));
                    return this;
                }
                case "timer" -> {
                    timers.startSingleTimer(batch, new Later(batch), Duration.ofMillis(200));
                    return this;
                }
                case "twice" -> answer(batch);
                default -> {}
            }
            return answer(batch);
        }

        private static boolean isAboutTheBatch(String wish) {
            return !wish.isEmpty() && !wish.equals("later") && !wish.equals("falter");
        }

        private static int overflow(int depth) {
            return overflow(depth + 1) + 1;
        }

        private Behavior<ExchangeCommand> answer(RouteBatch batch) {
            batch.answerEach(message -> route(message, batch.bindings()));
            return this;
        }

        private Routing route(ExchangeMessage message, Bindings bindings) {
            Routing usual = Routing.to(bindings.withKey(message.routingKey()));
            return switch (String.valueOf(message.headers().get("do"))) {
                case "refuse" -> Routing.refuse("told to refuse");
                case "drop" -> Routing.drop("told to drop");
                case "header" ->
                    usual.withHeader("seen-by", own.exchange())
                            .withHeader("limit", own.configuration().getInt("limit"))
                            .withoutHeader("do");
                case "later", "falter" -> message.isDue() ? usual : Routing.later(Duration.ofMillis(300));
                case "publish" -> {
                    own.publish(new OutgoingMessage("", "copies", message.properties(), message.body()))
                            .exceptionally(failure -> {
                                getContext().getLog().error("not published", failure);
                                return org.apache.pekko.Done.getInstance();
                            });
                    yield usual;
                }
                default -> usual;
            };
        }
    }
}
