package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueRules;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.transport.method.ReplyCode;

class VirtualHostStateTest {
    private static final RestartLimits LIMITS = new RestartLimits(8, Duration.ofMinutes(1));
    private final VirtualHostState state = new VirtualHostState("/", "x-extension"::equals);

    @Test
    void reservesNamesThatBeginWithAmq() {
        assertThat(state.refuseNewQueue(declaration("amq.mine", false)))
                .contains(AmqpError.accessRefused("queue name 'amq.mine' contains reserved prefix 'amq.*'"));
        assertThat(state.refuseExchange(
                        new ExchangeDefinition("amq.x", "direct", true, false, false, FieldTable.EMPTY)))
                .contains(AmqpError.accessRefused("exchange name 'amq.x' contains reserved prefix 'amq.*'"));
        assertThat(state.refuseNewQueue(declaration("amqmine", false))).isEmpty();
    }

    @Test
    void locksAnExclusiveQueueForOtherConnections() {
        QueueEntry entry = queue("q", false, Optional.of("owner"));

        assertThat(state.refuseRedeclaration(entry, declaration("q", true), "owner"))
                .isEmpty();
        assertThat(state.refuseRedeclaration(entry, declaration("q", true), "other"))
                .contains(AmqpError.locked("q", "/"));
        assertThat(state.refuseRedeclaration(entry, declaration("q", false), "owner"))
                .contains(AmqpError.locked("q", "/"));
    }

    @Test
    void refusesExchangesThatItCannotHave() {
        assertThat(state.refuseExchange(new ExchangeDefinition("x", "odd", true, false, false, FieldTable.EMPTY)))
                .contains(AmqpError.commandInvalid("unknown exchange type 'odd'"));
        assertThat(state.refuseExchange(new ExchangeDefinition(
                        "x", "direct", true, false, false, FieldTable.of("alternate-exchange", FieldValue.of("")))))
                .map(AmqpError::code)
                .contains(ReplyCode.NOT_IMPLEMENTED);
        exchange("x", true, false);
        assertThat(state.refuseExchange(new ExchangeDefinition("x", "topic", true, false, false, FieldTable.EMPTY)))
                .map(AmqpError::code)
                .contains(ReplyCode.PRECONDITION_FAILED);
    }

    @Test
    void deletesNoExchangeOfItsOwn_norOneInUseWhenAskedNotTo() {
        exchange("x", true, false);
        queue("q", true, Optional.empty());
        state.bindings.add(binding("x", "q"));

        assertThat(state.refuseExchangeDeletion("", false)).isPresent();
        assertThat(state.refuseExchangeDeletion("amq.topic", false))
                .contains(AmqpError.accessRefused("deletion of system exchange 'amq.topic' in vhost '/' not allowed"));
        assertThat(state.refuseExchangeDeletion("x", true))
                .contains(AmqpError.preconditionFailed("exchange 'x' in vhost '/' in use"));
        assertThat(state.refuseExchangeDeletion("x", false)).isEmpty();
        assertThat(state.refuseExchangeDeletion("missing", true)).isEmpty();
    }

    @Test
    void bindsOnlyWhatIsThere() {
        exchange("x", true, false);
        queue("q", true, Optional.of("owner"));

        assertThat(state.refuseBinding(binding("x", "q"), "owner")).isEmpty();
        assertThat(state.refuseBinding(binding("x", "q"), "other")).contains(AmqpError.locked("q", "/"));
        assertThat(state.refuseBinding(binding("x", "p"), "owner")).contains(AmqpError.noQueue("p", "/"));
        assertThat(state.refuseBinding(binding("y", "q"), "owner")).contains(AmqpError.noExchange("y", "/"));
        assertThat(state.refuseBinding(binding("", "q"), "owner"))
                .contains(AmqpError.accessRefused("operation not permitted on the default exchange"));
    }

    @Test
    void unbindsWhatIsNotThere() {
        exchange("x", true, false);

        assertThat(state.refuseUnbinding(binding("x", "missing"), "any")).isEmpty();
        assertThat(state.refuseUnbinding(binding("missing", "missing"), "any")).isEmpty();
        assertThat(state.refuseUnbinding(binding("", "missing"), "any")).isPresent();
    }

    @Test
    void recordsABindingBetweenDurableThingsAlone() {
        exchange("durable", true, false);
        exchange("transient", false, false);
        queue("q", true, Optional.empty());
        queue("t", false, Optional.empty());

        assertThat(state.isDurable(binding("durable", "q"))).isTrue();
        assertThat(state.isDurable(binding("durable", "t"))).isFalse();
        assertThat(state.isDurable(binding("transient", "q"))).isFalse();
        assertThat(state.isDurable(binding("missing", "q"))).isFalse();
    }

    @Test
    void takesAQueuesBindingsWithIt_andExchangesThatLiveByThem() {
        exchange("x", true, true);
        exchange("upstream", false, true);
        exchange("stays", true, false);
        QueueEntry entry = queue("q", true, Optional.of("owner"));
        var toExchange = new BindingDefinition("upstream", Kind.EXCHANGE, "x", "", FieldTable.EMPTY);
        state.bindings.add(binding("x", "q"));
        state.bindings.add(binding("stays", "q"));
        state.bindings.add(toExchange);

        var removal = state.removeQueue(entry);

        assertThat(removal.bindings).containsExactly(binding("x", "q"), toExchange, binding("stays", "q"));
        assertThat(removal.exchanges).extracting(gone -> gone.definition.name()).containsExactly("x", "upstream");
        assertThat(removal.facts)
                .containsExactly(
                        new DefinitionEvent.Unbound(binding("x", "q")),
                        new DefinitionEvent.ExchangeDeleted("x"),
                        new DefinitionEvent.Unbound(binding("stays", "q")),
                        new DefinitionEvent.QueueDeleted("q"));
        assertThat(state.queue("q")).isNull();
        assertThat(state.queuesOf("owner")).isEmpty();
        assertThat(state.exchange("x")).isNull();
        assertThat(state.exchange("stays")).isNotNull();
        assertThat(state.bindings.all()).isEmpty();
    }

    @Test
    void endsWhenAutoDeleteExchangesAreBoundInACircle() {
        exchange("a", true, true);
        ExchangeEntry b = exchange("b", true, true);
        state.bindings.add(new BindingDefinition("a", Kind.EXCHANGE, "b", "", FieldTable.EMPTY));
        state.bindings.add(new BindingDefinition("b", Kind.EXCHANGE, "a", "", FieldTable.EMPTY));

        var removal = state.removeExchange(b);

        assertThat(removal.exchanges).hasSize(2);
        assertThat(state.exchanges()).isEmpty();
        assertThat(state.bindings.all()).isEmpty();
    }

    @Test
    void neverGivesAQueuesIdTwice() {
        state.idsUsed(7);
        assertThat(state.nextId()).isEqualTo(8);
        state.idsUsed(3);
        assertThat(state.nextId()).isEqualTo(9);
    }

    private static QueueDeclaration declaration(String name, boolean exclusive) {
        return new QueueDeclaration(name, false, exclusive, false, FieldTable.EMPTY);
    }

    private static BindingDefinition binding(String exchange, String queue) {
        return new BindingDefinition(exchange, Kind.QUEUE, queue, "k", FieldTable.EMPTY);
    }

    private QueueEntry queue(String name, boolean durable, Optional<String> owner) {
        var actor = TestInbox.<QueueProtocol.Command>create().getRef();
        var entry = new QueueEntry(
                new QueueDefinition(name, 1, durable, false, FieldTable.EMPTY),
                new QueueRef(name, 1, 1, durable, owner, actor),
                QueueRules.NONE,
                LIMITS);
        state.add(entry);
        return entry;
    }

    private ExchangeEntry exchange(String name, boolean durable, boolean autoDelete) {
        var actor = TestInbox.<ExchangeActor.Command>create().getRef();
        var entry = new ExchangeEntry(
                new ExchangeDefinition(name, "direct", durable, autoDelete, false, FieldTable.EMPTY),
                new ExchangeRef(name, "direct", false, actor),
                LIMITS);
        state.add(entry);
        return entry;
    }
}
