package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the calls of pika 0.x put on the wire, seen from another client. */
class OldPikaIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void aBindingWithoutARoutingKeyHasTheQueuesNameAsKey() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("bound");
        String queue = clients.name("queue");
        channel.exchangeDeclare(exchange, "direct");
        try (Python python = new Python(broker, Python.Style.OLD)) {
            assertThat(python.run("bind", exchange, queue).status()).isZero();
        }
        channel.basicPublish(exchange, queue, null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
    }
}
