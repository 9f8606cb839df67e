package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void publishesAreSeenAfterCommitOnly() throws Exception {
        Channel channel = clients.channel();
        Channel watcher = clients.channel();
        String queue = clients.queue(channel);
        channel.txSelect();
        Wire.send(channel, queue, "a", "b");
        assertThat(channel.queueDeclarePassive(queue).getMessageCount()).isZero();
        channel.txCommit();
        assertThat(Wire.drain(watcher, queue)).containsExactly("a", "b");
    }

    @Test
    void publishesAreForgottenByRollback() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.txSelect();
        Wire.send(channel, queue, "a");
        channel.txRollback();
        Wire.send(channel, queue, "b");
        channel.txCommit();
        assertThat(Wire.drain(clients.channel(), queue)).containsExactly("b");
    }

    @Test
    void publishesAreForgottenWhenTheChannelCloses() throws Exception {
        Channel channel = clients.channel();
        Channel watcher = clients.channel();
        String queue = clients.queue(watcher);
        channel.txSelect();
        Wire.send(channel, queue, "a");
        channel.close();
        assertThat(watcher.messageCount(queue)).isZero();
    }

    @Test
    void acknowledgementsTakeEffectWithCommit() throws Exception {
        Channel watcher = clients.channel();
        String queue = clients.queue(watcher);
        Channel channel = clients.channel();
        Wire.send(channel, queue, "a", "b");
        channel.txSelect();
        channel.basicAck(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        channel.txCommit();
        channel.basicAck(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        channel.close();
        Wire.await("the second message", () -> watcher.messageCount(queue) == 1);
        assertThat(Wire.drain(watcher, queue)).containsExactly("b");
    }

    @Test
    void aRolledBackAcknowledgementMayBeGivenAgain() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "a");
        channel.txSelect();
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        channel.basicAck(tag, false);
        channel.txRollback();
        assertThat(channel.messageCount(queue)).isZero();
        channel.basicAck(tag, false);
        channel.txCommit();
        channel.close();
        assertThat(clients.channel().messageCount(queue)).isZero();
    }

    @Test
    void aRejectTakesEffectWithCommit() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "a");
        channel.txSelect();
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        channel.basicReject(tag, true);
        assertThat(channel.basicGet(queue, false)).isNull();
        channel.txCommit();
        assertThat(channel.basicGet(queue, false).getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void mandatoryReturnsComeBeforeCommitOk() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Tx.Select());
        raw.expect(1, AMQImpl.Tx.SelectOk.class);
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", "nobody", true, false), Wire.PLAIN, Wire.bytes("x"));
        raw.send(1, new AMQImpl.Tx.Commit());
        raw.expect(1, AMQImpl.Basic.Return.class);
        raw.read();
        raw.read();
        raw.expect(1, AMQImpl.Tx.CommitOk.class);
    }

    @Test
    void whatAFullQueueTakesInPartIsNoCommit() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("full");
        channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.txSelect();
        Wire.send(channel, queue, "a", "b", "c");
        assertThat(Closed.by(channel::txCommit)).isEqualTo("channel 406 PRECONDITION_FAILED - partial tx completion");
        Channel watcher = clients.channel();
        assertThat(watcher.messageCount(queue)).isEqualTo(1);
        watcher.queueDelete(queue);
    }

    @Test
    void selectingTwiceChangesNothing() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.txSelect();
        Wire.send(channel, queue, "a");
        channel.txSelect();
        channel.txCommit();
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("a");
    }

    @Test
    void commitNeedsATransactionalChannel() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(channel::txCommit))
                .isEqualTo("channel 406 PRECONDITION_FAILED - channel is not transactional");
    }

    @Test
    void rollbackNeedsATransactionalChannel() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(channel::txRollback))
                .isEqualTo("channel 406 PRECONDITION_FAILED - channel is not transactional");
    }

    @Test
    void aMissingExchangeIsToldAtOnce() throws Exception {
        Channel channel = clients.channel();
        channel.txSelect();
        channel.basicPublish("no such exchange", "", null, new byte[0]);
        assertThat(Closed.later(channel))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void whatStandsBehindAnEmptyCommitIsHandled() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.sendAtOnce(
                1,
                new AMQImpl.Tx.Select(),
                new AMQImpl.Tx.Commit(),
                new AMQImpl.Tx.Commit(),
                new AMQImpl.Channel.Close(200, "", 0, 0));
        raw.expect(1, AMQImpl.Tx.SelectOk.class);
        raw.expect(1, AMQImpl.Tx.CommitOk.class);
        raw.expect(1, AMQImpl.Tx.CommitOk.class);
        raw.expect(1, AMQImpl.Channel.CloseOk.class);
    }
}
