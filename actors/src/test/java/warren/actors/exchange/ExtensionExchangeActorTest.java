package warren.actors.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.actors.exchange.ExchangeActor.Command;
import warren.actors.exchange.ExchangeActor.Route;
import warren.actors.exchange.ExchangeActor.Routed;
import warren.actors.extension.ScriptedExtension;
import warren.actors.queue.QueueProtocol;
import warren.exchange.RouteBatch;
import warren.exchange.Routing;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

class ExtensionExchangeActorTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create(com.typesafe.config.ConfigFactory.parseString("warren.extensions.time-limit = 500ms")
                    .withFallback(com.typesafe.config.ConfigFactory.load()));

    private final TestProbe<Routed> routed = KIT.createTestProbe(Routed.class);
    private final TestProbe<QueueProtocol.Command> queue = KIT.createTestProbe(QueueProtocol.Command.class);
    private final QueueRef bound = new QueueRef("q", 1, 1, false, Optional.empty(), queue.ref());

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private ActorRef<Command> exchange(String name, String type) {
        var setup = new ExtensionSetup(
                "/",
                name,
                type,
                false,
                FieldTable.EMPTY,
                "exchange/1/" + name,
                KIT.system().ignoreRef());
        return KIT.spawn(
                ExtensionExchangeActor.create(setup, List.of(new ExchangeActor.Binding(bound, "k", FieldTable.EMPTY))));
    }

    private static void toAll(RouteBatch batch) {
        batch.answerAll(Routing.to(batch.bindings().all()));
    }

    private Routed route(ActorRef<Command> exchange, int messages) {
        List<Message> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            batch.add(Messages.to("x", "k", String.valueOf(i)));
        }
        exchange.tell(new Route(messages, batch, routed.ref()));
        Routed answer = routed.receiveMessage();
        assertThat(answer.batchId()).isEqualTo(messages);
        assertThat(answer.destinations()).hasSize(messages);
        return answer;
    }

    @Test
    void showsALargeBatchInParts_inOrder() {
        List<Integer> sizes = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        ScriptedExtension.write("parts", batch -> {
            sizes.add(batch.messages().size());
            batch.messages().forEach(message -> bodies.add(message.body().utf8String()));
            toAll(batch);
        });
        Routed answer = route(exchange("parts", ScriptedExtension.TYPE), 1100);

        assertThat(sizes).containsExactly(500, 500, 100);
        assertThat(bodies).startsWith("0", "1").endsWith("1099");
        assertThat(answer.verdicts().isEmpty()).isTrue();
        assertThat(answer.destinations()).containsOnly(List.of(bound));
    }

    @Test
    void onlyThePartFailsThatItThrowsOn() {
        ScriptedExtension.write(
                "throws",
                ExtensionExchangeActorTest::toAll,
                batch -> {
                    throw new IllegalStateException("told to");
                },
                ExtensionExchangeActorTest::toAll);
        Routed answer = route(exchange("throws", ScriptedExtension.TYPE), 1100);

        assertThat(answer.verdicts().failed()).hasSize(500).contains(500, 999).doesNotContain(499, 1000);
        assertThat(answer.destinations().get(0)).containsExactly(bound);
        assertThat(answer.destinations().get(600)).isEmpty();
    }

    @Test
    void whatIsNotAnsweredInTimeFails_andSoDoesAllUntilItIsHeardOf() throws Exception {
        BlockingQueue<RouteBatch> kept = new LinkedBlockingQueue<>();
        ScriptedExtension.write("late", kept::add, ExtensionExchangeActorTest::toAll);
        ActorRef<Command> exchange = exchange("late", ScriptedExtension.TYPE);

        assertThat(route(exchange, 1).verdicts().failed()).containsExactly(0);
        assertThat(route(exchange, 2).verdicts().failed()).containsExactly(0, 1);
        toAll(kept.poll(10, TimeUnit.SECONDS));
        assertThat(route(exchange, 3).verdicts().isEmpty()).isTrue();
    }

    @Test
    void wrongAnswersFail_andStrayOnesCountForNothing() {
        ScriptedExtension.write(
                "wrong",
                batch -> batch.answer(List.of()),
                batch -> batch.answerAll(Routing.to(warren.exchange.Binding.ofQueue("other", "k"))),
                batch -> {
                    toAll(batch);
                    batch.answerAll(Routing.drop("the second answer"));
                },
                ExtensionExchangeActorTest::toAll);
        ActorRef<Command> exchange = exchange("wrong", ScriptedExtension.TYPE);

        assertThat(route(exchange, 1).verdicts().failed()).containsExactly(0);
        assertThat(route(exchange, 2).verdicts().failed()).containsExactly(0, 1);
        assertThat(route(exchange, 3).destinations()).containsOnly(List.of(bound));
        assertThat(route(exchange, 4).destinations()).containsOnly(List.of(bound));
        TestProbe<ExtensionExchangeActor.Described> described =
                KIT.createTestProbe(ExtensionExchangeActor.Described.class);
        exchange.tell(new ExtensionExchangeActor.Describe(described.ref()));
        assertThat(described.receiveMessage().state().failures()).isEqualTo(3);
    }

    @Test
    void aBindingThatGoesWhileItIsAskedLeadsNowhere() throws Exception {
        BlockingQueue<RouteBatch> kept = new LinkedBlockingQueue<>();
        ScriptedExtension.write("unbound", kept::add);
        ActorRef<Command> exchange = exchange("unbound", ScriptedExtension.TYPE);
        exchange.tell(new Route(1, List.of(Messages.to("x", "k", "m")), routed.ref()));
        RouteBatch asked = kept.poll(10, TimeUnit.SECONDS);
        exchange.tell(new ExchangeActor.Forget(bound));
        toAll(asked);

        Routed answer = routed.receiveMessage();
        assertThat(answer.destinations()).containsExactly(List.of());
        assertThat(answer.verdicts().isEmpty()).isTrue();
    }

    @Test
    void changesHeadersDropsAndRefuses_messageByMessage() {
        ScriptedExtension.write(
                "verdicts",
                batch -> batch.answer(List.of(
                        Routing.to(batch.bindings().all()).withHeader("h", 1),
                        Routing.drop("d"),
                        Routing.refuse("r"))));
        Routed answer = route(exchange("verdicts", ScriptedExtension.TYPE), 3);

        assertThat(answer.destinations()).containsExactly(List.of(bound), List.of(), List.of());
        assertThat(answer.verdicts().refused()).containsExactly(2);
        assertThat(answer.verdicts().changed()).containsOnlyKeys(0);
    }

    @Test
    void anExchangeWhoseTypeIsNotLoadedIsAnErrorOfThePublisher() {
        Routed answer = route(exchange("absent", "x-absent"), 1);
        assertThat(answer.verdicts().error().orElseThrow().replyText())
                .isEqualTo(
                        "PRECONDITION_FAILED - exchange 'absent' in vhost '/' cannot route: its type 'x-absent' is not"
                                + " loaded");
    }
}
