package warren.actors.vhost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.exchange.ExchangeRef;
import warren.actors.queue.ExchangeStore;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.ExchangeType;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** What a virtual host holds by name, and the rules of declaring, binding and deleting. Starts no actors. */
final class VirtualHostState {
    static final String DEFAULT_EXCHANGE = "";
    private static final String RESERVED = "amq.";

    final String name;
    private final Predicate<String> isExtension;
    final Bindings bindings = new Bindings();
    private final Set<ExchangeEntry> withAlternates = new LinkedHashSet<>();
    private final Map<String, ExchangeEntry> exchanges = new LinkedHashMap<>();
    private final Map<String, QueueEntry> queues = new LinkedHashMap<>();
    private final Map<String, Set<QueueEntry>> queuesByOwner = new HashMap<>();
    private final Map<ActorRef<?>, ExchangeEntry> exchangesByActor = new HashMap<>();
    final Policies policies = new Policies();
    OptionalLong queueLimit = OptionalLong.empty();
    private long lastId;

    /** {@code isExtension}: tells whether an exchange type of this name, which is no built-in one, is loaded. */
    VirtualHostState(String name, Predicate<String> isExtension) {
        this.name = name;
        this.isExtension = isExtension;
    }

    @Nullable
    QueueEntry queue(String queueName) {
        return queues.get(queueName);
    }

    /** A queue, also when it is the store of an exchange's delayed messages. */
    @Nullable
    QueueEntry queueOrStore(String queueName) {
        if (!ExchangeStore.isOne(queueName)) {
            return queue(queueName);
        }
        ExchangeEntry exchange = exchanges.get(ExchangeStore.exchangeOf(queueName));
        return exchange == null ? null : exchange.store;
    }

    /** All queues, also the stores of delayed messages. */
    List<QueueEntry> queuesAndStores() {
        var all = new ArrayList<>(queues.values());
        for (ExchangeEntry exchange : exchanges.values()) {
            if (exchange.store != null) {
                all.add(exchange.store);
            }
        }
        return all;
    }

    @Nullable
    ExchangeEntry exchange(String exchangeName) {
        return exchanges.get(exchangeName);
    }

    Collection<QueueEntry> queues() {
        return queues.values();
    }

    Collection<ExchangeEntry> exchanges() {
        return exchanges.values();
    }

    /** The store of the delayed messages of an exchange that is there. */
    void addStore(ExchangeEntry exchange, QueueEntry store) {
        idsUsed(store.definition.id());
        exchange.store = store;
    }

    void add(QueueEntry entry) {
        idsUsed(entry.definition.id());
        queues.put(entry.definition.name(), entry);
        entry.owner.ifPresent(owner -> queuesByOwner
                .computeIfAbsent(owner, key -> new LinkedHashSet<>())
                .add(entry));
    }

    void add(ExchangeEntry entry) {
        idsUsed(entry.definition.id());
        setAlternate(entry, policies.alternateOf(entry.definition));
        exchanges.put(entry.definition.name(), entry);
        exchangesByActor.put(entry.ref.actor(), entry);
    }

    void setAlternate(ExchangeEntry entry, Optional<String> alternate) {
        entry.alternate = alternate;
        if (alternate.isPresent()) {
            withAlternates.add(entry);
        } else {
            withAlternates.remove(entry);
        }
    }

    /** The exchange's actor was started again. */
    void replace(ExchangeEntry entry, ExchangeRef ref) {
        exchangesByActor.remove(entry.ref.actor());
        entry.ref = ref;
        exchangesByActor.put(ref.actor(), entry);
    }

    Optional<ExchangeEntry> exchangeOf(ActorRef<?> actor) {
        return Optional.ofNullable(exchangesByActor.get(actor));
    }

    List<QueueEntry> queuesOf(String owner) {
        return List.copyOf(queuesByOwner.getOrDefault(owner, Set.of()));
    }

    long nextId() {
        return ++lastId;
    }

    /** Ids up to this one were used by queues and exchanges that may be gone. */
    void idsUsed(long upTo) {
        lastId = Math.max(lastId, upTo);
    }

    /** Why this queue cannot be declared anew, if it cannot. */
    Optional<AmqpError> refuseNewQueue(QueueDeclaration declaration) {
        if (declaration.name().startsWith(RESERVED)) {
            return Optional.of(reservedQueue(declaration.name()));
        }
        if (queueLimit.isPresent() && queues.size() >= queueLimit.getAsLong()) {
            return Optional.of(AmqpError.preconditionFailed("cannot declare queue '" + declaration.name()
                    + "': queue limit in vhost '" + name + "' (" + queueLimit.getAsLong() + ") is reached"));
        }
        return QueueArguments.check(declaration, name);
    }

    private static AmqpError reservedQueue(String queue) {
        return AmqpError.accessRefused("queue name '" + queue + "' contains reserved prefix 'amq.*'");
    }

    /** Why this declaration does not fit the queue that is there, if it does not. */
    Optional<AmqpError> refuseRedeclaration(QueueEntry entry, QueueDeclaration declaration, String connection) {
        if (declaration.name().startsWith(RESERVED)) {
            return Optional.of(reservedQueue(declaration.name()));
        }
        if (entry.owner.isPresent() != declaration.exclusive() || entry.isLockedFor(connection)) {
            return Optional.of(AmqpError.locked(declaration.name(), name));
        }
        return Equivalence.ofQueue(entry.definition, declaration, name);
    }

    /** Those that have an alternate exchange. */
    Collection<ExchangeEntry> withAlternates() {
        return withAlternates;
    }

    /** Why this exchange cannot be declared, anew or again, if it cannot. */
    Optional<AmqpError> refuseExchange(ExchangeDefinition wanted) {
        Optional<ExchangeType> type = ExchangeType.named(wanted.type());
        if (type.isEmpty() && !isExtension.test(wanted.type())) {
            return Optional.of(AmqpError.commandInvalid(
                    (wanted.type().isEmpty() ? "invalid" : "unknown") + " exchange type '" + wanted.type() + "'"));
        }
        ExchangeEntry present = exchanges.get(wanted.name());
        if (present != null) {
            return Equivalence.ofExchange(present.definition, wanted, name);
        }
        if (wanted.name().startsWith(RESERVED)) {
            return Optional.of(
                    AmqpError.accessRefused("exchange name '" + wanted.name() + "' contains reserved prefix 'amq.*'"));
        }
        Optional<FieldValue> alternate = wanted.arguments().get("alternate-exchange");
        if (alternate.isPresent() && !(alternate.get() instanceof LongString)) {
            return Optional.of(AmqpError.preconditionFailed(
                    "invalid type '" + alternate.get().typeName() + "' for arg 'alternate-exchange' in "
                            + AmqpError.exchange(wanted.name(), name)));
        }
        if (alternate.isPresent() && alternate.get().equals(LongString.of(DEFAULT_EXCHANGE))) {
            return Optional.of(AmqpError.notImplemented("the default exchange as an alternate exchange"));
        }
        return type.flatMap(builtIn -> refuseArguments(builtIn, wanted.arguments()));
    }

    private static Optional<AmqpError> refuseArguments(ExchangeType type, FieldTable arguments) {
        Optional<String> rule = type.ruleName(arguments);
        if (rule.isPresent() && ExchangeType.named(rule.get()).isEmpty()) {
            return Optional.of(AmqpError.commandInvalid("unknown exchange type '" + rule.get() + "'"));
        }
        return type.refusal(arguments).map(AmqpError::preconditionFailed);
    }

    /** Why this exchange cannot be deleted, if it cannot. A missing one can. */
    Optional<AmqpError> refuseExchangeDeletion(String exchange, boolean ifUnused) {
        if (exchange.equals(DEFAULT_EXCHANGE)) {
            return Optional.of(AmqpError.accessRefused("operation not permitted on the default exchange"));
        }
        if (exchange.startsWith(RESERVED)) {
            return Optional.of(AmqpError.accessRefused(
                    "deletion of system " + AmqpError.exchange(exchange, name) + " not allowed"));
        }
        if (ifUnused && exchanges.containsKey(exchange) && bindings.hasFrom(exchange)) {
            return Optional.of(AmqpError.preconditionFailed(AmqpError.exchange(exchange, name) + " in use"));
        }
        return Optional.empty();
    }

    /** Why this binding cannot be taken away, if it cannot. A missing end means that there is none to take. */
    Optional<AmqpError> refuseUnbinding(BindingDefinition binding, String connection) {
        boolean isMissing = !exchanges.containsKey(binding.source())
                || (binding.destinationKind() == Kind.QUEUE
                        ? !queues.containsKey(binding.destination())
                        : !exchanges.containsKey(binding.destination()));
        boolean isDefault = binding.source().equals(DEFAULT_EXCHANGE)
                || binding.destination().isEmpty();
        return isMissing && !isDefault ? Optional.empty() : refuseBinding(binding, connection);
    }

    /** Why this binding cannot be made or taken away, if it cannot. */
    Optional<AmqpError> refuseBinding(BindingDefinition binding, String connection) {
        if (binding.source().equals(DEFAULT_EXCHANGE)
                || (binding.destinationKind() == Kind.EXCHANGE
                        && binding.destination().equals(DEFAULT_EXCHANGE))) {
            return Optional.of(AmqpError.accessRefused("operation not permitted on the default exchange"));
        }
        ExchangeEntry source = exchanges.get(binding.source());
        if (source == null) {
            return Optional.of(AmqpError.noExchange(binding.source(), name));
        }
        if (binding.destinationKind() == Kind.QUEUE) {
            QueueEntry queue = queues.get(binding.destination());
            if (queue == null) {
                return Optional.of(AmqpError.noQueue(binding.destination(), name));
            }
            if (queue.isLockedFor(connection)) {
                return Optional.of(AmqpError.locked(binding.destination(), name));
            }
        } else if (!exchanges.containsKey(binding.destination())) {
            return Optional.of(AmqpError.noExchange(binding.destination(), name));
        }
        return ExchangeType.named(source.definition.type())
                .flatMap(type -> type.rule(source.definition.arguments()))
                .flatMap(type -> type.bindingRefusal(binding.routingKey(), binding.arguments()))
                .map(AmqpError::preconditionFailed);
    }

    /** True when a binding outlives a restart: both its ends do. */
    boolean isDurable(BindingDefinition binding) {
        ExchangeEntry source = exchanges.get(binding.source());
        return source != null && source.definition.durable() && isDestinationDurable(binding);
    }

    private boolean isDestinationDurable(BindingDefinition binding) {
        if (binding.destinationKind() == Kind.QUEUE) {
            QueueEntry queue = queues.get(binding.destination());
            return queue != null && queue.definition.durable();
        }
        ExchangeEntry exchange = exchanges.get(binding.destination());
        return exchange != null && exchange.definition.durable();
    }

    /** What else goes when something goes: bindings, and auto-delete exchanges that lose their last binding. */
    static final class Removal {
        final List<DefinitionEvent> facts = new ArrayList<>();
        final List<ExchangeEntry> exchanges = new ArrayList<>();
        final List<BindingDefinition> bindings = new ArrayList<>();
    }

    Removal removeQueue(QueueEntry entry) {
        var removal = new Removal();
        String queueName = entry.definition.name();
        bindings.to(Kind.QUEUE, queueName).forEach(binding -> removeBinding(binding, removal));
        queues.remove(queueName);
        entry.owner.ifPresent(owner -> queuesByOwner.computeIfPresent(owner, (key, owned) -> {
            owned.remove(entry);
            return owned.isEmpty() ? null : owned;
        }));
        if (entry.definition.durable()) {
            removal.facts.add(new DefinitionEvent.QueueDeleted(queueName));
        }
        return removal;
    }

    Removal removeExchange(ExchangeEntry entry) {
        var removal = new Removal();
        removeExchange(entry, removal);
        return removal;
    }

    Removal removeBinding(BindingDefinition binding) {
        var removal = new Removal();
        removeBinding(binding, removal);
        return removal;
    }

    private void removeExchange(ExchangeEntry entry, Removal removal) {
        String exchangeName = entry.definition.name();
        if (exchanges.get(exchangeName) != entry || removal.exchanges.contains(entry)) {
            return;
        }
        removal.exchanges.add(entry);
        bindings.from(exchangeName).forEach(binding -> removeBinding(binding, removal));
        bindings.to(Kind.EXCHANGE, exchangeName).forEach(binding -> removeBinding(binding, removal));
        exchanges.remove(exchangeName);
        exchangesByActor.remove(entry.ref.actor());
        withAlternates.remove(entry);
        if (entry.definition.durable()) {
            removal.facts.add(new DefinitionEvent.ExchangeDeleted(exchangeName));
            if (entry.store != null) {
                removal.facts.add(new DefinitionEvent.QueueDeleted(entry.store.definition.name()));
            }
        }
    }

    private void removeBinding(BindingDefinition binding, Removal removal) {
        boolean durable = isDurable(binding);
        if (!bindings.remove(binding)) {
            return;
        }
        removal.bindings.add(binding);
        if (durable) {
            removal.facts.add(new DefinitionEvent.Unbound(binding));
        }
        ExchangeEntry source = exchanges.get(binding.source());
        if (source != null && source.definition.autoDelete() && !bindings.hasFrom(binding.source())) {
            removeExchange(source, removal);
        }
    }
}
