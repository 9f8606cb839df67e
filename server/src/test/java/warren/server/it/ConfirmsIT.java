package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyPublishIsConfirmed(boolean durable) throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("confirmed");
        channel.queueDeclare(queue, durable, false, false, null);
        channel.confirmSelect();
        for (String number : Wire.numbers(1000)) {
            channel.basicPublish("", queue, durable ? Wire.PERSISTENT : Wire.PLAIN, Wire.bytes(number));
        }
        channel.waitForConfirmsOrDie(20_000);
        assertThat(channel.messageCount(queue)).isEqualTo(1000);
    }

    @Test
    void eachNumberIsConfirmedOnce_aloneOrWithAllBeforeIt() throws Exception {
        int count = 500;
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, null));
        String queue = raw.expect(1, AMQImpl.Queue.DeclareOk.class).getQueue();
        raw.send(1, new AMQImpl.Confirm.Select(false));
        raw.expect(1, AMQImpl.Confirm.SelectOk.class);
        for (int i = 1; i <= count; i++) {
            String key = i % 3 == 0 ? "nobody" : queue;
            raw.publish(1, new AMQImpl.Basic.Publish(0, "", key, false, false), Wire.PLAIN, Wire.bytes("x"));
        }
        TreeSet<Long> open = new TreeSet<>();
        for (long i = 1; i <= count; i++) {
            open.add(i);
        }
        while (!open.isEmpty()) {
            AMQImpl.Basic.Ack ack = raw.expect(1, AMQImpl.Basic.Ack.class);
            if (ack.getMultiple()) {
                Set<Long> upTo = open.headSet(ack.getDeliveryTag(), true);
                assertThat(upTo).isNotEmpty();
                upTo.clear();
            } else {
                assertThat(open.remove(ack.getDeliveryTag())).isTrue();
            }
        }
    }

    @Test
    void anUnroutableMessageIsConfirmed() throws Exception {
        Channel channel = clients.channel();
        channel.confirmSelect();
        Wire.send(channel, "nobody", "x");
        assertThat(channel.waitForConfirms(10_000)).isTrue();
    }

    @Test
    void aMessageForSeveralQueuesIsConfirmedWhenAllHaveIt() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("fanout");
        channel.exchangeDeclare(exchange, "fanout");
        String transientQueue = clients.queue(channel);
        String durableQueue = clients.name("durable");
        channel.queueDeclare(durableQueue, true, false, false, null);
        channel.queueBind(transientQueue, exchange, "");
        channel.queueBind(durableQueue, exchange, "");
        channel.confirmSelect();
        channel.basicPublish(exchange, "", Wire.PERSISTENT, Wire.bytes("x"));
        channel.waitForConfirmsOrDie(10_000);
        assertThat(Wire.drain(channel, transientQueue)).containsExactly("x");
        assertThat(Wire.drain(channel, durableQueue)).containsExactly("x");
    }

    @Test
    void countingStartsWhenConfirmsAreSelected() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "unconfirmed");
        channel.confirmSelect();
        Set<Long> confirmed = new ConcurrentSkipListSet<>();
        channel.addConfirmListener((tag, multiple) -> confirmed.add(tag), (tag, multiple) -> {});
        Wire.send(channel, queue, "x");
        channel.waitForConfirmsOrDie(10_000);
        assertThat(confirmed).containsExactly(1L);
    }

    @Test
    void selectingTwiceChangesNothing() throws Exception {
        Channel channel = clients.channel();
        channel.confirmSelect();
        Wire.send(channel, "nobody", "x");
        channel.confirmSelect();
        Wire.send(channel, "nobody", "x");
        channel.waitForConfirmsOrDie(10_000);
    }

    @Test
    void aTransactionalChannelCannotConfirm() throws Exception {
        Channel channel = clients.channel();
        channel.txSelect();
        assertThat(Closed.by(channel::confirmSelect))
                .isEqualTo("channel 406 PRECONDITION_FAILED - cannot switch from tx to confirm mode");
    }

    @Test
    void aConfirmingChannelCannotBecomeTransactional() throws Exception {
        Channel channel = clients.channel();
        channel.confirmSelect();
        assertThat(Closed.by(channel::txSelect))
                .isEqualTo("channel 406 PRECONDITION_FAILED - cannot switch from confirm to tx mode");
    }
}
