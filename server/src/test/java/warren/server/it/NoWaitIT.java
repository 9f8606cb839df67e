package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class NoWaitIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    /** The next answer must be this one's: whatever was sent before with nowait was not answered. */
    private static void expectNothingBefore(RawConnection raw) throws Exception {
        raw.send(1, new AMQImpl.Basic.Qos(0, 0, false));
        raw.expect(1, AMQImpl.Basic.QosOk.class);
    }

    @Test
    void declareBindAndDeleteOfQueues() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("nowait");
        channel.queueDeclareNoWait(queue, false, true, false, null);
        channel.queueBindNoWait(queue, "amq.direct", queue, null);
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
        channel.queueDeleteNoWait(queue, false, false);
        assertThat(Closed.by(() -> channel.queueDeclarePassive(queue))).startsWith("channel 404");
    }

    @Test
    void declareBindAndDeleteOfExchanges() throws Exception {
        Channel channel = clients.channel();
        String source = clients.name("source");
        String destination = clients.name("destination");
        String queue = clients.queue(channel);
        channel.exchangeDeclareNoWait(source, "fanout", false, false, false, null);
        channel.exchangeDeclareNoWait(destination, "fanout", false, false, false, null);
        channel.exchangeBindNoWait(destination, source, "", null);
        channel.queueBind(queue, destination, "");
        channel.basicPublish(source, "", null, Wire.bytes("x"));
        assertThat(Wire.drain(channel, queue)).containsExactly("x");
        channel.exchangeUnbindNoWait(destination, source, "", null);
        channel.basicPublish(source, "", null, Wire.bytes("y"));
        assertThat(Wire.drain(channel, queue)).isEmpty();
        channel.exchangeDeleteNoWait(source, false);
        assertThat(Closed.by(() -> channel.exchangeDeclarePassive(source))).startsWith("channel 404");
    }

    @Test
    void nothingIsAnswered() throws Exception {
        RawConnection raw = clients.rawChannel();
        String queue = clients.name("nowait");
        String exchange = clients.name("nowait");
        raw.send(1, new AMQImpl.Queue.Declare(0, queue, false, false, true, false, true, Map.of()));
        raw.send(1, new AMQImpl.Exchange.Declare(0, exchange, "fanout", false, false, false, false, true, Map.of()));
        raw.send(1, new AMQImpl.Exchange.Bind(0, exchange, "amq.fanout", "", true, Map.of()));
        raw.send(1, new AMQImpl.Exchange.Unbind(0, exchange, "amq.fanout", "", true, Map.of()));
        raw.send(1, new AMQImpl.Queue.Bind(0, queue, exchange, "", true, Map.of()));
        raw.send(1, new AMQImpl.Queue.Purge(0, queue, true));
        raw.send(1, new AMQImpl.Confirm.Select(true));
        raw.send(1, new AMQImpl.Queue.Delete(0, queue, false, false, true));
        raw.send(1, new AMQImpl.Exchange.Delete(0, exchange, false, true));
        expectNothingBefore(raw);
    }

    @Test
    void consumeAndCancel() throws Exception {
        RawConnection raw = clients.rawChannel();
        String queue = clients.name("nowait");
        raw.send(1, new AMQImpl.Queue.Declare(0, queue, false, false, true, false, true, Map.of()));
        raw.send(1, new AMQImpl.Basic.Consume(0, queue, "mine", false, true, false, true, Map.of()));
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", queue, false, false), Wire.PLAIN, Wire.bytes("x"));
        assertThat(raw.expect(1, AMQImpl.Basic.Deliver.class).getConsumerTag()).isEqualTo("mine");
        raw.read();
        raw.read();
        raw.send(1, new AMQImpl.Basic.Cancel("mine", true));
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", queue, false, false), Wire.PLAIN, Wire.bytes("y"));
        raw.send(1, new AMQImpl.Basic.Get(0, queue, true));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
    }

    @Test
    void confirmSelect() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Confirm.Select(true));
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", "nobody", false, false), Wire.PLAIN, Wire.bytes("x"));
        assertThat(raw.expect(1, AMQImpl.Basic.Ack.class).getDeliveryTag()).isEqualTo(1);
    }

    @Test
    void anErrorIsToldAllTheSame() throws Exception {
        Channel channel = clients.channel();
        channel.queueBindNoWait("no such queue", "amq.direct", "key", null);
        assertThat(Closed.later(channel)).isEqualTo("channel 404 NOT_FOUND - no queue 'no such queue' in vhost '/'");
    }
}
