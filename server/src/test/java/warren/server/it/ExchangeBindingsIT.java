package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExchangeBindingsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.queue(channel);
    }

    private String exchange(String type) throws Exception {
        String exchange = clients.name(type);
        channel.exchangeDeclare(exchange, type);
        return exchange;
    }

    private void publish(String exchange, String key) throws Exception {
        channel.basicPublish(exchange, key, Wire.PLAIN, Wire.bytes(key));
    }

    @Test
    void aMessageGoesOnToTheBoundExchange() throws Exception {
        String first = exchange("topic");
        String second = exchange("direct");
        channel.exchangeBind(second, first, "a.#");
        channel.queueBind(queue, second, "a.b");
        publish(first, "a.b");
        publish(first, "a.c");
        publish(first, "b.b");
        assertThat(Wire.drain(channel, queue)).containsExactly("a.b");
    }

    @Test
    void theMessageKeepsTheNameOfItsFirstExchange() throws Exception {
        String first = exchange("fanout");
        String second = exchange("fanout");
        channel.exchangeBind(second, first, "");
        channel.queueBind(queue, second, "");
        publish(first, "key");
        assertThat(channel.basicGet(queue, true).getEnvelope().getExchange()).isEqualTo(first);
    }

    @Test
    void aQueueGetsOneCopyWhateverTheNumberOfPaths() throws Exception {
        String top = exchange("fanout");
        String left = exchange("fanout");
        String right = exchange("fanout");
        channel.exchangeBind(left, top, "");
        channel.exchangeBind(right, top, "");
        channel.queueBind(queue, left, "");
        channel.queueBind(queue, right, "");
        channel.queueBind(queue, top, "");
        publish(top, "once");
        assertThat(Wire.drain(channel, queue)).containsExactly("once");
    }

    @Test
    void aCycleEnds() throws Exception {
        String one = exchange("fanout");
        String two = exchange("fanout");
        String three = exchange("fanout");
        channel.exchangeBind(two, one, "");
        channel.exchangeBind(three, two, "");
        channel.exchangeBind(one, three, "");
        channel.exchangeBind(one, one, "");
        channel.queueBind(queue, three, "");
        publish(one, "a");
        publish(two, "b");
        assertThat(Wire.drain(channel, queue)).containsExactly("a", "b");
    }

    @Test
    void anInternalExchangeGetsMessagesFromOthers() throws Exception {
        String first = exchange("fanout");
        String inner = clients.name("inner");
        channel.exchangeDeclare(inner, "fanout", false, false, true, null);
        channel.exchangeBind(inner, first, "");
        channel.queueBind(queue, inner, "");
        publish(first, "through");
        assertThat(Wire.drain(channel, queue)).containsExactly("through");
    }

    @Test
    void anUnboundExchangeGetsNothingMore() throws Exception {
        String first = exchange("fanout");
        String second = exchange("fanout");
        channel.queueBind(queue, second, "");
        channel.exchangeBind(second, first, "key");
        channel.exchangeUnbind(second, first, "key");
        publish(first, "x");
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void unbindingWhatIsNotBoundSucceeds() throws Exception {
        channel.exchangeUnbind(exchange("fanout"), exchange("fanout"), "never bound");
    }

    @Test
    void aDeletedExchangeTakesItsBindingsAlong() throws Exception {
        String first = exchange("fanout");
        String second = exchange("fanout");
        channel.exchangeBind(second, first, "");
        channel.queueBind(queue, second, "");
        channel.exchangeDelete(second);
        channel.exchangeDeclare(second, "fanout");
        publish(first, "x");
        publish(second, "y");
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void anAutoDeleteExchangeGoesWithTheLastExchangeItFed() throws Exception {
        String source = clients.name("autodelete");
        channel.exchangeDeclare(source, "fanout", false, true, null);
        String destination = exchange("fanout");
        channel.exchangeBind(destination, source, "");
        channel.exchangeDelete(destination);
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(source))).startsWith("channel 404");
    }

    @Test
    void bindingFromAMissingExchangeIsRefused() throws Exception {
        String second = exchange("fanout");
        assertThat(Closed.by(() -> channel.exchangeBind(second, "no such exchange", "")))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void bindingToAMissingExchangeIsRefused() throws Exception {
        String first = exchange("fanout");
        assertThat(Closed.by(() -> channel.exchangeBind("no such exchange", first, "")))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void theDefaultExchangeCannotBeBoundToAnother() throws Exception {
        String second = exchange("fanout");
        assertThat(Closed.by(() -> channel.exchangeBind(second, "", "key")))
                .isEqualTo("channel 403 ACCESS_REFUSED - operation not permitted on the default exchange");
    }
}
