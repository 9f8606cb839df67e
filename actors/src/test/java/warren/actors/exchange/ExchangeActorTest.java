package warren.actors.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.ExchangeActor.Bind;
import warren.actors.exchange.ExchangeActor.Binding;
import warren.actors.exchange.ExchangeActor.BindingsChanged;
import warren.actors.exchange.ExchangeActor.Command;
import warren.actors.exchange.ExchangeActor.Forget;
import warren.actors.exchange.ExchangeActor.Redirect;
import warren.actors.exchange.ExchangeActor.Route;
import warren.actors.exchange.ExchangeActor.Routed;
import warren.actors.exchange.ExchangeActor.Unbind;
import warren.actors.queue.QueueProtocol;
import warren.routing.ExchangeType;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class ExchangeActorTest {
    private final Destination a = queue("a");
    private final Destination b = queue("b");
    private final TestInbox<Routed> routed = TestInbox.create("routed");
    private final TestInbox<BindingsChanged> changed = TestInbox.create("changed");

    @Test
    void answersForEachMessageOfABatch_underItsNumber() {
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT, bind(a, "1"), bind(b, "1"), bind(b, "2"));
        exchange.run(new Route(17, messages("1", "2", "3", "1"), routed.getRef()));

        Routed answer = routed.receiveMessage();
        assertThat(answer.batchId()).isEqualTo(17);
        assertThat(answer.exchange()).isEqualTo(exchange.getRef());
        assertThat(answer.destinations()).containsExactly(List.of(a, b), List.of(b), List.of(), List.of(a, b));
    }

    @Test
    void followsItsTypesRule() {
        assertThat(route(exchange(ExchangeType.FANOUT, bind(a, "x"), bind(b, "y")), "anything"))
                .containsExactlyInAnyOrder(a, b);
        assertThat(route(exchange(ExchangeType.TOPIC, bind(a, "*.red"), bind(b, "#")), "big.red"))
                .containsExactlyInAnyOrder(a, b);
        assertThat(route(exchange(ExchangeType.TOPIC, bind(a, "*.red"), bind(b, "#")), "red"))
                .containsExactly(b);
        assertThat(route(exchange(ExchangeType.DIRECT, bind(a, "*.red")), "big.red"))
                .isEmpty();
    }

    @Test
    void looksAtHeadersWhereThatIsTheRule() {
        var arguments = FieldTable.of("colour", FieldValue.of("red"));
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.HEADERS, new Binding(a, "", arguments));
        var red = new BasicProperties.Builder().headers(arguments).build();
        exchange.run(new Route(
                1,
                List.of(Message.of("x", "", red, new byte[0]), Messages.to("x", "", "no headers")),
                routed.getRef()));

        assertThat(routed.receiveMessage().destinations()).containsExactly(List.of(a), List.of());
    }

    @Test
    void namesADestinationOnce() {
        assertThat(route(exchange(ExchangeType.TOPIC, bind(a, "#"), bind(a, "k"), bind(a, "*")), "k"))
                .containsExactly(a);
    }

    @Test
    void seesANewBindingOnceItSaidSo() {
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT);
        exchange.run(new Bind(bind(a, "k"), changed.getRef()));

        changed.expectMessage(new BindingsChanged(exchange.getRef()));
        assertThat(route(exchange, "k")).containsExactly(a);
    }

    @Test
    void seesABindingNoMoreOnceItSaidSo() {
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT, bind(a, "k"), bind(b, "k"));
        exchange.run(new Unbind(bind(a, "k"), changed.getRef()));
        exchange.run(new Unbind(bind(a, "never there"), changed.getRef()));

        assertThat(changed.getAllReceived()).hasSize(2);
        assertThat(route(exchange, "k")).containsExactly(b);
    }

    @Test
    void forgetsADestinationWithAllItsBindings() {
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT, bind(a, "1"), bind(a, "2"), bind(b, "2"));
        exchange.run(new Forget(a));

        assertThat(route(exchange, "1")).isEmpty();
        assertThat(route(exchange, "2")).containsExactly(b);
    }

    @Test
    void tellsIncarnationsOfAQueueApart() {
        Destination successor = queue("a");
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT, bind(a, "k"));
        exchange.run(new Bind(bind(successor, "k"), changed.getRef()));
        exchange.run(new Forget(a));

        assertThat(route(exchange, "k")).hasSize(1).first().isSameAs(successor);
    }

    @Test
    void redirectsTheBindingsOfAQueueThatWasStartedAgain() {
        Destination successor = queue("a");
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.DIRECT, bind(a, "k"), bind(b, "k"));
        exchange.run(new Redirect(a, List.of(bind(successor, "k"))));

        assertThat(route(exchange, "k")).containsExactlyInAnyOrder(b, successor);
    }

    @Test
    void givesItsHistoryToWhatIsBound_butNotToAQueueThatWasStartedAgain() {
        BehaviorTestKit<Command> exchange = exchange(ExchangeType.RECENT_HISTORY);
        List<Message> published = messages("1", "2");
        exchange.run(new Route(1, published, routed.getRef()));
        TestInbox<QueueProtocol.Command> mailbox = TestInbox.create();
        exchange.run(new Bind(bind(queue("c", mailbox), "k"), changed.getRef()));

        assertThat(((QueueProtocol.Enqueue) mailbox.receiveMessage()).messages())
                .isEqualTo(published);

        exchange.run(new Bind(bind(queue("c", mailbox), "k"), changed.getRef()));
        exchange.run(new Redirect(a, List.of(bind(queue("d", mailbox), "k"))));
        assertThat(mailbox.hasMessages()).isFalse();
    }

    private static BehaviorTestKit<Command> exchange(ExchangeType type, Binding... bindings) {
        return BehaviorTestKit.create(
                ExchangeActor.create(type.newTable(FieldTable.EMPTY, Destination::label), List.of(bindings)));
    }

    private static Binding bind(Destination destination, String routingKey) {
        return new Binding(destination, routingKey, FieldTable.EMPTY);
    }

    private List<Destination> route(BehaviorTestKit<Command> exchange, String routingKey) {
        exchange.run(new Route(1, messages(routingKey), routed.getRef()));
        return routed.receiveMessage().destinations().get(0);
    }

    private static List<Message> messages(String... routingKeys) {
        var messages = new ArrayList<Message>();
        for (String routingKey : routingKeys) {
            messages.add(Messages.to("x", routingKey, "m"));
        }
        return messages;
    }

    private static QueueRef queue(String name) {
        return queue(name, TestInbox.create());
    }

    private static QueueRef queue(String name, TestInbox<QueueProtocol.Command> mailbox) {
        return new QueueRef(name, 1, 1, false, Optional.empty(), mailbox.getRef());
    }
}
