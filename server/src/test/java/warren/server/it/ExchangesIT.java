package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @ParameterizedTest
    @CsvSource({
        "amq.direct, direct, false",
        "amq.fanout, fanout, false",
        "amq.topic, topic, false",
        "amq.match, headers, false",
        "amq.headers, headers, false",
        "amq.rabbitmq.trace, topic, true"
    })
    void thePredeclaredOnesAreThere_andMayBeDeclaredAsTheyAre(String name, String type, boolean internal)
            throws Exception {
        Channel channel = clients.channel();
        channel.exchangeDeclarePassive(name);
        channel.exchangeDeclare(name, type, true, false, internal, null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "fanout", "topic", "headers"})
    void redeclaringWithTheSamePropertiesChangesNothing(String type) throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("same");
        channel.exchangeDeclare(exchange, type, true, true, false, null);
        channel.exchangeDeclare(exchange, type, true, true, false, null);
        channel.exchangeDeclarePassive(exchange);
    }

    @Test
    void redeclaringWithAnotherTypeIsRefused() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("type");
        channel.exchangeDeclare(exchange, "fanout");
        assertThat(Closed.by(() -> channel.exchangeDeclare(exchange, "direct")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'type' for exchange '" + exchange
                        + "' in vhost '/': received 'direct' but current is 'fanout'");
    }

    @Test
    void redeclaringWithAnotherDurabilityIsRefused() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("durable");
        channel.exchangeDeclare(exchange, "direct", false);
        assertThat(Closed.by(() -> channel.exchangeDeclare(exchange, "direct", true)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'durable' for exchange '" + exchange
                        + "' in vhost '/': received 'true' but current is 'false'");
    }

    @Test
    void redeclaringWithAnotherAutoDeleteIsRefused() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("auto");
        channel.exchangeDeclare(exchange, "direct", false, true, null);
        assertThat(Closed.by(() -> channel.exchangeDeclare(exchange, "direct", false, false, null)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'auto_delete' for exchange '" + exchange
                        + "' in vhost '/': received 'false' but current is 'true'");
    }

    @Test
    void redeclaringWithAnotherInternalIsRefused() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("internal");
        channel.exchangeDeclare(exchange, "direct", false, false, true, null);
        assertThat(Closed.by(() -> channel.exchangeDeclare(exchange, "direct", false, false, false, null)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - inequivalent arg 'internal' for exchange '" + exchange
                        + "' in vhost '/': received 'false' but current is 'true'");
    }

    @Test
    void redeclaringWithAnUnknownArgumentIsNoDifference() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("argument");
        channel.exchangeDeclare(exchange, "direct", false, false, Map.of("x-whatever", 1));
        channel.exchangeDeclare(exchange, "direct", false, false, Map.of("x-whatever", 2));
    }

    @Test
    void anUnknownTypeClosesTheConnection() throws Exception {
        Channel other = clients.channel();
        assertThat(Closed.by(() -> other.exchangeDeclare(clients.name("foo"), "")))
                .isEqualTo("connection 503 COMMAND_INVALID - invalid exchange type ''");
        Channel channel = clients.connect().createChannel();
        assertThat(Closed.by(() -> channel.exchangeDeclare(clients.name("foo"), "no-such-type")))
                .isEqualTo("connection 503 COMMAND_INVALID - unknown exchange type 'no-such-type'");
    }

    @Test
    void namesThatStartWithAmqAreReserved() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.exchangeDeclare("amq.mine", "direct")))
                .isEqualTo("channel 403 ACCESS_REFUSED - exchange name 'amq.mine' contains reserved prefix 'amq.*'");
    }

    @Test
    void declaringAMissingOnePassivelyIsRefused() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive("no such exchange")))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void aPassiveDeclareAsksOnlyForTheName() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("passive");
        channel.exchangeDeclare(exchange, "topic", true, true, null);
        channel.exchangeDeclarePassive(exchange);
    }

    @Test
    void publishingToAMissingOneClosesTheChannel() throws Exception {
        Channel channel = clients.channel();
        channel.basicPublish("no such exchange", "", null, new byte[0]);
        assertThat(Closed.later(channel))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void publishingToAnInternalOneClosesTheChannel() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("inner");
        channel.exchangeDeclare(exchange, "fanout", false, false, true, null);
        channel.basicPublish(exchange, "", null, new byte[0]);
        assertThat(Closed.later(channel))
                .isEqualTo("channel 403 ACCESS_REFUSED - cannot publish to internal exchange '" + exchange
                        + "' in vhost '/'");
    }

    @Test
    void aDeletedOneIsGone() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("gone");
        channel.exchangeDeclare(exchange, "direct");
        channel.exchangeDelete(exchange);
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(exchange)))
                .isEqualTo("channel 404 NOT_FOUND - no exchange '" + exchange + "' in vhost '/'");
    }

    @Test
    void deletingAMissingOneSucceeds() throws Exception {
        clients.channel().exchangeDelete("no such exchange");
    }

    @Test
    void deletingOneInUseIsRefusedIfAskedFor() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("used");
        channel.exchangeDeclare(exchange, "direct");
        channel.queueBind(clients.queue(channel), exchange, "key");
        assertThat(Closed.by(() -> channel.exchangeDelete(exchange, true)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - exchange '" + exchange + "' in vhost '/' in use");
    }

    @Test
    void deletingOneUnusedIsDoneIfAskedFor() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("unused");
        channel.exchangeDeclare(exchange, "direct");
        channel.exchangeDelete(exchange, true);
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(exchange))).startsWith("channel 404");
    }

    @ParameterizedTest
    @ValueSource(strings = {"amq.direct", "amq.fanout", "amq.topic", "amq.match", "amq.headers", "amq.rabbitmq.trace"})
    void thePredeclaredOnesCannotBeDeleted(String exchange) throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.exchangeDelete(exchange)))
                .isEqualTo("channel 403 ACCESS_REFUSED - deletion of system exchange '" + exchange
                        + "' in vhost '/' not allowed");
    }

    @Test
    void theDefaultOneCannotBeDeclared() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.exchangeDeclare("", "direct", true)))
                .isEqualTo("channel 403 ACCESS_REFUSED - operation not permitted on the default exchange");
    }

    @Test
    void theDefaultOneCannotBeDeleted() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> channel.exchangeDelete("")))
                .isEqualTo("channel 403 ACCESS_REFUSED - operation not permitted on the default exchange");
    }

    @Test
    void theDefaultOneCannotBeBound() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        assertThat(Closed.by(() -> channel.queueBind(queue, "", "key")))
                .isEqualTo("channel 403 ACCESS_REFUSED - operation not permitted on the default exchange");
    }

    @Test
    void theDefaultOneCannotBeUnbound() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        assertThat(Closed.by(() -> channel.queueUnbind(queue, "", queue)))
                .isEqualTo("channel 403 ACCESS_REFUSED - operation not permitted on the default exchange");
    }

    @Test
    void theDefaultOneRoutesByTheQueuesName() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "hello");
        assertThat(Wire.drain(channel, queue)).containsExactly("hello");
    }

    @Test
    void anAutoDeleteOneGoesWithItsLastBinding() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("autodelete");
        String queue = clients.queue(channel);
        channel.exchangeDeclare(exchange, "direct", false, true, null);
        channel.queueBind(queue, exchange, "a");
        channel.queueBind(queue, exchange, "b");
        channel.queueUnbind(queue, exchange, "a");
        channel.exchangeDeclarePassive(exchange);
        channel.queueUnbind(queue, exchange, "b");
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(exchange))).startsWith("channel 404");
    }

    @Test
    void anAutoDeleteOneGoesWithTheLastQueueBoundToIt() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("autodelete");
        String queue = clients.queue(channel);
        channel.exchangeDeclare(exchange, "direct", false, true, null);
        channel.queueBind(queue, exchange, "a");
        channel.queueDelete(queue);
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(exchange))).startsWith("channel 404");
    }

    @Test
    void anAutoDeleteOneThatWasNeverBoundStays() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("autodelete");
        channel.exchangeDeclare(exchange, "direct", false, true, null);
        channel.exchangeDeclarePassive(exchange);
    }

    @Test
    void lineBreaksAreTakenOutOfNames() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("line");
        channel.exchangeDeclare(exchange + "\r\n", "direct");
        channel.exchangeDeclarePassive(exchange);
    }

    @Test
    void namesMayBeAnyUtf8() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("안녕하세요 / ü 'x'");
        channel.exchangeDeclare(exchange, "fanout");
        String queue = clients.queue(channel);
        channel.queueBind(queue, exchange, "");
        channel.basicPublish(exchange, "", null, Wire.bytes("hello"));
        assertThat(channel.basicGet(queue, true).getEnvelope().getExchange()).isEqualTo(exchange);
    }
}
