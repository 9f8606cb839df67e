package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where messages go that an exchange finds no queue for. */
class AlternateExchangeIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String exchange;
    private String alternate;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        exchange = clients.name("x");
        alternate = clients.name("ae");
        queue = clients.queue(channel);
    }

    private void declareExchange() throws Exception {
        channel.exchangeDeclare(exchange, "direct", false, true, Map.of("alternate-exchange", alternate));
        channel.queueBind(clients.queue(channel), exchange, "bound");
    }

    private void declareAlternate() throws Exception {
        channel.exchangeDeclare(alternate, "fanout");
        channel.queueBind(queue, alternate, "");
    }

    private void publish(String key) throws Exception {
        channel.basicPublish(exchange, key, null, Wire.bytes(key));
    }

    @Test
    void takesWhatMatchesNothing() throws Exception {
        declareAlternate();
        declareExchange();
        publish("bound");
        publish("else");
        assertThat(Wire.drain(channel, queue)).containsExactly("else");
    }

    @Test
    void mayComeLater_andGo() throws Exception {
        declareExchange();
        publish("too early");
        declareAlternate();
        publish("in time");
        assertThat(Wire.drain(channel, queue)).containsExactly("in time");
        channel.exchangeDelete(alternate);
        publish("too late");
        declareAlternate();
        publish("again");
        assertThat(Wire.drain(channel, queue)).containsExactly("again");
    }

    @Test
    void countsAsRouting() throws Exception {
        declareAlternate();
        declareExchange();
        var returned = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        channel.addReturnListener(each -> returned.add(each.getRoutingKey()));
        channel.confirmSelect();
        channel.basicPublish(exchange, "else", true, null, Wire.bytes("x"));
        channel.waitForConfirmsOrDie(10_000);
        assertThat(returned).isEmpty();
        channel.queueUnbind(queue, alternate, "");
        channel.basicPublish(exchange, "nowhere", true, null, Wire.bytes("x"));
        channel.waitForConfirmsOrDie(10_000);
        assertThat(returned).containsExactly("nowhere");
        channel.exchangeDelete(alternate);
    }

    @Test
    void mayBeItself() throws Exception {
        channel.exchangeDeclare(exchange, "direct", false, true, Map.of("alternate-exchange", exchange));
        channel.queueBind(queue, exchange, "bound");
        publish("else");
        publish("bound");
        assertThat(Wire.drain(channel, queue)).containsExactly("bound");
    }

    @Test
    void isPartOfTheDeclaration() throws Exception {
        declareExchange();
        assertThat(Closed.by(() -> channel.exchangeDeclare(
                        exchange, "direct", false, true, Map.of("alternate-exchange", "other"))))
                .startsWith("channel 406 PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange '"
                        + exchange + "' in vhost '/': received ");
    }
}
