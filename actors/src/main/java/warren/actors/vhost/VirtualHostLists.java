package warren.actors.vhost;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.MessageCounts;
import warren.actors.info.PolicyEffect;
import warren.actors.info.QueueInfo;
import warren.actors.queue.QueueActor;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;

/** A virtual host's answers to an operator. */
final class VirtualHostLists {
    private final ActorContext<?> context;
    private final VirtualHostBook book;

    VirtualHostLists(ActorContext<?> context, VirtualHostBook book) {
        this.context = context;
        this.book = book;
    }

    /** All queues, or one, as they describe themselves; those that are down are described from the book. */
    void queues(Optional<String> only, ActorRef<List<QueueInfo>> replyTo) {
        List<QueueEntry> wanted = only.map(name -> Optional.ofNullable(book.state.queue(name))
                        .map(List::of)
                        .orElse(List.of()))
                .orElseGet(() -> List.copyOf(book.state.queues()));
        var running = new ArrayList<ActorRef<QueueActor.Command>>();
        var down = new ArrayList<QueueInfo>();
        for (QueueEntry entry : wanted) {
            if (entry.restarting || entry.restarts.hasGivenUp()) {
                down.add(down(entry));
            } else {
                running.add(entry.ref.actor());
            }
        }
        Map<String, Known> known = new java.util.HashMap<>();
        for (QueueEntry entry : wanted) {
            String queue = entry.definition.name();
            known.put(queue, new Known(book.state.policies.onQueue(queue), entry.owner, entry.restarts.total()));
        }
        Gathering.Question<QueueActor.Command, QueueInfo> describe = QueueActor.Describe::new;
        context.spawnAnonymous(Gathering.create(running, describe, QueueInfo.class, answers -> {
            var all = new ArrayList<>(down);
            for (QueueInfo answer : answers) {
                Known more = known.getOrDefault(answer.name(), Known.NOTHING);
                all.add(answer.in(more.policies, more.owner, more.restarts));
            }
            replyTo.tell(List.copyOf(all));
        }));
    }

    private record Known(PolicyEffect policies, Optional<String> owner, int restarts) {
        static final Known NOTHING = new Known(PolicyEffect.NONE, Optional.empty(), 0);
    }

    List<ExchangeInfo> exchanges() {
        var all = new ArrayList<ExchangeInfo>();
        all.add(new ExchangeInfo(book.name(), "", "direct", true, false, false, FieldTable.EMPTY, Optional.empty(), 0));
        for (ExchangeEntry entry : book.state.exchanges()) {
            var definition = entry.definition;
            all.add(new ExchangeInfo(
                    book.name(),
                    definition.name(),
                    definition.type(),
                    definition.durable(),
                    definition.autoDelete(),
                    definition.internal(),
                    definition.arguments(),
                    book.state.policies.onExchange(definition.name()).policy(),
                    entry.restarts.total()));
        }
        return List.copyOf(all);
    }

    /** Those of the default exchange, which leads to each queue by its name, come first. */
    List<BindingInfo> bindings() {
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

    void count(ActorRef<VirtualHostActor.Counts> replyTo) {
        int restarts = book.state.queues().stream()
                        .mapToInt(entry -> entry.restarts.total())
                        .sum()
                + book.state.exchanges().stream()
                        .mapToInt(entry -> entry.restarts.total())
                        .sum();
        int queues = book.state.queues().size();
        int exchanges = book.state.exchanges().size();
        book.recovery()
                .thenAccept(
                        recovery -> replyTo.tell(new VirtualHostActor.Counts(queues, exchanges, restarts, recovery)));
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
                0,
                0,
                0,
                Optional.empty(),
                List.of(),
                entry.restarts.total(),
                MessageCounts.NONE);
    }
}
