package warren.exchange.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.junit.jupiter.api.Test;
import warren.exchange.DurableExchange;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.OutgoingMessage;
import warren.exchange.RouteBatch;
import warren.exchange.Routers;
import warren.exchange.Routing;

class DurableExchangeTest {
    /** Numbers messages; each thousandth is announced. */
    private static final class Counting implements ExchangeExtension {
        @Override
        public String type() {
            return "x-counting";
        }

        @Override
        public Behavior<ExchangeCommand> create(ExchangeContext context) {
            return new Exchange(context);
        }
    }

    private static final class Exchange extends DurableExchange<Integer, Long> {
        private final ExchangeContext context;

        Exchange(ExchangeContext context) {
            super(context);
            this.context = context;
        }

        @Override
        public Long emptyState() {
            return 0L;
        }

        @Override
        public CommandHandler<ExchangeCommand, Integer, Long> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(
                            RouteBatch.class,
                            (before, batch) -> Effect()
                                    .persist(batch.messages().size())
                                    .thenRun(after -> {
                                        batch.answerAll(
                                                Routing.to(batch.bindings().all())
                                                        .withHeader("count", after));
                                        if (after % 1000 == 0) {
                                            announce(batch);
                                        }
                                    }))
                    .build();
        }

        private void announce(RouteBatch batch) {
            var message = batch.messages().get(0);
            context.publish(new OutgoingMessage("", "news", message.properties(), message.body()))
                    .exceptionally(refused -> {
                        throw new IllegalStateException(refused);
                    });
        }

        @Override
        public EventHandler<Long, Integer> eventHandler() {
            return newEventHandlerBuilder().forAnyState().onAnyEvent((state, counted) -> state + counted);
        }

        @Override
        protected byte[] writeEvent(Integer event) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(event).array();
        }

        @Override
        protected Integer readEvent(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getInt();
        }

        @Override
        protected byte[] writeState(Long state) {
            return ByteBuffer.allocate(Long.BYTES).putLong(state).array();
        }

        @Override
        protected Long readState(byte[] bytes) {
            return ByteBuffer.wrap(bytes).getLong();
        }
    }

    private static Object count(TestExchange exchange) {
        return exchange.route(TestMessage.withKey("k")).headers().get("count");
    }

    @Test
    void itsStateOutlivesARestart_alsoBehindASnapshot() {
        try (var kit = ExchangeTestKit.of(new Counting())) {
            TestExchange exchange = kit.declare();
            assertThat(count(exchange)).isEqualTo(1L);
            exchange.restart();
            for (long i = 2; i <= 1200; i++) {
                assertThat(count(exchange)).isEqualTo(i);
            }
            exchange.restart();
            assertThat(count(exchange)).isEqualTo(1201L);
            assertThat(count(kit.declare())).isEqualTo(1L);
            assertThat(exchange.published()).hasSize(1);
        }
    }

    @Test
    void answersThatABrokerWouldNotTakeFailTheTest() {
        ExchangeExtension inventive = new ExchangeExtension() {
            @Override
            public String type() {
                return "x-inventive";
            }

            @Override
            public Behavior<ExchangeCommand> create(ExchangeContext context) {
                return Routers.of((message, bindings) -> message.routingKey().equals("wait")
                        ? Routing.later(context.timeLimit())
                        : Routing.to(warren.exchange.Binding.ofQueue("none", "k")));
            }
        };
        try (var kit = ExchangeTestKit.of(inventive)) {
            TestExchange exchange = kit.declare();
            assertThatThrownBy(() -> exchange.route(TestMessage.withKey("k")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("does not have");
            assertThatThrownBy(() -> exchange.route(List.of(TestMessage.withKey("wait"))))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("delaysMessages");
        }
    }
}
