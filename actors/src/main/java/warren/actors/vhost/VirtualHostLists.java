package warren.actors.vhost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExtensionExchangeActor;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.FailureInfo;
import warren.actors.info.MessageCounts;
import warren.actors.info.PolicyEffect;
import warren.actors.info.QueueInfo;
import warren.actors.queue.ExchangeStore;
import warren.actors.queue.QueueProtocol;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;

/** A virtual host's answers to an operator. */
final class VirtualHostLists {
    /** More failed actors are not told one by one. */
    private static final int FAILURES_MAX = 1_000;

    private final ActorContext<?> context;
    private final VirtualHostBook book;

    VirtualHostLists(ActorContext<?> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    void answer(VirtualHostActor.Listing question) {
        if (question instanceof VirtualHostActor.ListQueues list) {
            queues(list.only(), list.replyTo());
        } else if (question instanceof VirtualHostActor.ListExchanges list) {
            exchanges(list.replyTo());
        } else if (question instanceof VirtualHostActor.ListBindings list) {
            list.replyTo().tell(bindings());
        } else if (question instanceof VirtualHostActor.ListPolicies list) {
            list.replyTo().tell(book.state.policies.all());
        } else if (question instanceof VirtualHostActor.Count count) {
            count(count.replyTo());
        } else {
            throw new IllegalStateException("no handler of " + question.getClass());
        }
    }

    /** All queues, or one, as they describe themselves; those that are down are described from the book. */
    private void queues(Optional<String> only, ActorRef<List<QueueInfo>> replyTo) {
        List<QueueEntry> wanted = only.map(name -> Optional.ofNullable(book.state.queue(name))
                        .map(List::of)
                        .orElse(List.of()))
                .orElseGet(() -> List.copyOf(book.state.queues()));
        var running = new ArrayList<ActorRef<QueueProtocol.Command>>();
        var down = new ArrayList<QueueInfo>();
        for (QueueEntry entry : wanted) {
            if (entry.restarting || entry.restarts.hasGivenUp()) {
                down.add(down(entry));
            } else {
                running.add(entry.ref.actor());
            }
        }
        Map<String, Known> known = new HashMap<>();
        for (QueueEntry entry : wanted) {
            String queue = entry.definition.name();
            known.put(
                    queue,
                    new Known(
                            entry.definition,
                            book.state.policies.onQueue(queue),
                            entry.owner,
                            entry.restarts.total(),
                            entry.restarts.lastFailure()));
        }
        Gathering.Question<QueueProtocol.Command, QueueInfo> describe = QueueProtocol.Describe::new;
        context.spawnAnonymous(Gathering.create(running, describe, QueueInfo.class, answers -> {
            var all = new ArrayList<>(down);
            for (QueueInfo answer : answers) {
                Known more = known.get(answer.name());
                all.add(more == null ? answer : more.completed(answer));
            }
            replyTo.tell(List.copyOf(all));
        }));
    }

    private record Known(
            QueueDefinition definition,
            PolicyEffect policies,
            Optional<String> owner,
            int restarts,
            Optional<FailureInfo> lastFailure) {
        QueueInfo completed(QueueInfo queue) {
            return queue.in(definition, policies, owner, restarts, lastFailure);
        }
    }

    /** All exchanges; those are asked that delay messages, know seen ones, or come from extensions. */
    private void exchanges(ActorRef<List<ExchangeInfo>> replyTo) {
        var stores = new ArrayList<ActorRef<QueueProtocol.Command>>();
        var windows = new ArrayList<ActorRef<ExchangeActor.Command>>();
        var extensions = new ArrayList<ActorRef<ExchangeActor.Command>>();
        Map<ActorRef<ExchangeActor.Command>, ExchangeInfo> all = new LinkedHashMap<>();
        for (ExchangeEntry entry : book.state.exchanges()) {
            all.put(entry.ref.actor(), info(entry.definition, entry.restarts.total()));
            QueueEntry store = entry.store;
            if (entry.ref.isDeduplicating()) {
                windows.add(entry.ref.actor());
            } else if (store != null && !store.restarting && !store.restarts.hasGivenUp()) {
                stores.add(store.ref.actor());
            }
            if (entry.definition.id() > 0) {
                extensions.add(entry.ref.actor());
            }
        }
        Gathering.Question<QueueProtocol.Command, QueueInfo> describe = QueueProtocol.Describe::new;
        Gathering.Question<ExchangeActor.Command, ExchangeActor.Seen> count = ExchangeActor.CountSeen::new;
        Gathering.Question<ExchangeActor.Command, ExtensionExchangeActor.Described> ask =
                ExtensionExchangeActor.Describe::new;
        CompletionStage<List<QueueInfo>> delays = gather(stores, describe, QueueInfo.class);
        CompletionStage<List<ExchangeActor.Seen>> seen = gather(windows, count, ExchangeActor.Seen.class);
        gather(extensions, ask, ExtensionExchangeActor.Described.class)
                .thenCombine(seen, (states, keys) -> {
                    states.forEach(state ->
                            all.computeIfPresent(state.exchange(), (actor, info) -> info.withExtension(state.state())));
                    keys.forEach(each ->
                            all.computeIfPresent(each.exchange(), (actor, info) -> info.withSeenKeys(each.keys())));
                    return all.values();
                })
                .thenAcceptBoth(delays, (exchanges, waiting) -> replyTo.tell(withDelays(exchanges, waiting)));
    }

    private List<ExchangeInfo> withDelays(Collection<ExchangeInfo> exchanges, List<QueueInfo> waiting) {
        Map<String, QueueInfo> byExchange = new HashMap<>();
        waiting.forEach(store -> byExchange.put(ExchangeStore.exchangeOf(store.name()), store));
        var all = new ArrayList<ExchangeInfo>();
        all.add(info(new ExchangeDefinition("", "direct", true, false, false, FieldTable.EMPTY), 0));
        exchanges.forEach(exchange -> all.add(exchange.withDelays(byExchange.get(exchange.name()))));
        return List.copyOf(all);
    }

    private <C, A> CompletionStage<List<A>> gather(
            List<ActorRef<C>> actors, Gathering.Question<C, A> question, Class<A> answer) {
        var answers = new CompletableFuture<List<A>>();
        context.spawnAnonymous(Gathering.create(actors, question, answer, answers::complete));
        return answers;
    }

    private ExchangeInfo info(ExchangeDefinition definition, int restarts) {
        return new ExchangeInfo(
                book.name(),
                definition.name(),
                definition.type(),
                definition.durable(),
                definition.autoDelete(),
                definition.internal(),
                definition.arguments(),
                book.state.policies.onExchange(definition.name()).policy(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                restarts,
                Optional.empty());
    }

    /** Those of the default exchange, which leads to each queue by its name, come first. */
    private List<BindingInfo> bindings() {
        var all = new ArrayList<BindingInfo>();
        for (QueueEntry entry : book.state.queues()) {
            String queue = entry.definition.name();
            all.add(new BindingInfo(book.name(), "", queue, "queue", queue, FieldTable.EMPTY));
        }
        for (BindingDefinition binding : book.state.bindings.all()) {
            all.add(new BindingInfo(
                    book.name(),
                    binding.source(),
                    binding.destination(),
                    binding.destinationKind() == Kind.QUEUE ? "queue" : "exchange",
                    binding.routingKey(),
                    binding.arguments()));
        }
        return List.copyOf(all);
    }

    private void count(ActorRef<VirtualHostActor.Counts> replyTo) {
        int restarts = book.state.queues().stream()
                        .mapToInt(entry -> entry.restarts.total())
                        .sum()
                + book.state.exchanges().stream()
                        .mapToInt(entry -> entry.restarts.total())
                        .sum();
        int queues = book.state.queues().size();
        int exchanges = book.state.exchanges().size();
        List<ChildFailure> failures = failures();
        book.recovery()
                .thenAccept(recovery ->
                        replyTo.tell(new VirtualHostActor.Counts(queues, exchanges, restarts, recovery, failures)));
    }

    private List<ChildFailure> failures() {
        Stream<ChildFailure> ofQueues = book.state.queues().stream()
                .flatMap(entry -> entry
                        .restarts
                        .lastFailure()
                        .map(last -> new ChildFailure(entry.ref.actor(), entry.restarts.total(), last))
                        .stream());
        Stream<ChildFailure> ofExchanges = book.state.exchanges().stream()
                .flatMap(entry -> entry
                        .restarts
                        .lastFailure()
                        .map(last -> new ChildFailure(entry.ref.actor(), entry.restarts.total(), last))
                        .stream());
        return Stream.concat(ofQueues, ofExchanges).limit(FAILURES_MAX).toList();
    }

    private QueueInfo down(QueueEntry entry) {
        QueueDefinition definition = entry.definition;
        return new QueueInfo(
                book.name(),
                definition.name(),
                definition.durable(),
                definition.autoDelete(),
                definition.arguments(),
                book.state.policies.onQueue(definition.name()),
                entry.owner,
                "crashed",
                0,
                0,
                0,
                OptionalLong.empty(),
                0,
                0,
                0,
                0,
                Optional.empty(),
                List.of(),
                OptionalLong.empty(),
                entry.restarts.total(),
                entry.restarts.lastFailure(),
                MessageCounts.NONE);
    }
}
