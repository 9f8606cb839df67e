package warren.server.it.extension;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import warren.exchange.DurableExchange;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.RouteBatch;
import warren.exchange.Routing;

/** Numbers all messages that ever went through the exchange, without a gap, in the header {@code number}; to all that is bound. */
public final class Counting implements ExchangeExtension {
    @Override
    public String type() {
        return "x-counting";
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        return new Exchange(context);
    }

    private static final class Exchange extends DurableExchange<Integer, Long> {
        Exchange(ExchangeContext context) {
            super(context);
        }

        @Override
        public Long emptyState() {
            return 0L;
        }

        @Override
        public CommandHandler<ExchangeCommand, Integer, Long> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(RouteBatch.class, this::onRouteBatch)
                    .build();
        }

        private Effect<Integer, Long> onRouteBatch(Long before, RouteBatch batch) {
            List<Routing> routings = new ArrayList<>();
            Routing all = Routing.to(batch.bindings().all());
            for (int i = 1; i <= batch.messages().size(); i++) {
                routings.add(all.withHeader("number", before + i));
            }
            return Effect().persist(batch.messages().size()).thenRun(after -> batch.answer(routings));
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
}
