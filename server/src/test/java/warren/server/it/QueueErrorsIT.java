package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueErrorsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("q");
    }

    private String inequivalent(String argument, String rest) {
        return "channel 406 PRECONDITION_FAILED - inequivalent arg '" + argument + "' for queue '" + queue
                + "' in vhost '/': " + rest;
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, false, false, false, arguments);
    }

    private ThrowingCallable declaring(Map<String, Object> arguments) {
        return () -> declare(arguments);
    }

    private static final String NOT_FOUND = "channel 404 NOT_FOUND - no queue 'no such queue' in vhost '/'";

    @Test
    void aMissingQueueCannotBeDeclaredPassively() {
        assertThat(Closed.by(() -> channel.queueDeclarePassive("no such queue")))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void aMissingQueueCannotBeBound() {
        assertThat(Closed.by(() -> channel.queueBind("no such queue", "amq.direct", "key")))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void aMissingExchangeCannotBeBoundTo() throws Exception {
        declare(null);
        assertThat(Closed.by(() -> channel.queueBind(queue, "no such exchange", "key")))
                .isEqualTo("channel 404 NOT_FOUND - no exchange 'no such exchange' in vhost '/'");
    }

    @Test
    void aMissingQueueCannotBeConsumed() {
        assertThat(Closed.by(() -> Inbox.autoAck(channel, "no such queue"))).isEqualTo(NOT_FOUND);
    }

    @Test
    void aMissingQueueCannotBeGot() {
        assertThat(Closed.by(() -> channel.basicGet("no such queue", true))).isEqualTo(NOT_FOUND);
    }

    @Test
    void aMissingQueueCannotBePurged() {
        assertThat(Closed.by(() -> channel.queuePurge("no such queue"))).isEqualTo(NOT_FOUND);
    }

    @Test
    void unbindingAMissingQueueOrExchangeSucceeds() throws Exception {
        channel.queueUnbind("no such queue", "amq.direct", "key");
        declare(null);
        channel.queueUnbind(queue, "no such exchange", "key");
    }

    @Test
    void redeclaringWithTheSamePropertiesChangesNothing() throws Exception {
        channel.queueDeclare(queue, true, false, true, null);
        Wire.send(channel, queue, "kept");
        channel.queueDeclare(queue, true, false, true, null);
        assertThat(Wire.drain(channel, queue)).containsExactly("kept");
    }

    @Test
    void redeclaringWithAnotherDurabilityIsRefused() throws Exception {
        declare(null);
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, false, null)))
                .isEqualTo(inequivalent("durable", "received 'true' but current is 'false'"));
    }

    @Test
    void redeclaringWithAnotherAutoDeleteIsRefused() throws Exception {
        channel.queueDeclare(queue, false, false, true, null);
        assertThat(Closed.by(declaring(null)))
                .isEqualTo(inequivalent("auto_delete", "received 'false' but current is 'true'"));
    }

    @Test
    void redeclaringWithOneArgumentMoreIsRefused() throws Exception {
        declare(null);
        assertThat(Closed.by(declaring(Map.of("x-dead-letter-exchange", "amq.fanout"))))
                .isEqualTo(inequivalent(
                        "x-dead-letter-exchange",
                        "received the value 'amq.fanout' of type 'longstr' but current is none"));
    }

    @Test
    void redeclaringWithAnUnknownArgumentIsNoDifference() throws Exception {
        declare(Map.of("x-whatever", 1));
        declare(Map.of("x-whatever", 2));
        declare(null);
    }

    private String locked() {
        return "channel 405 RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue
                + "' in vhost '/'. It could be originally declared on another connection or the exclusive property"
                + " value does not match that of the original declaration.";
    }

    @Test
    void anExclusiveQueueIsLockedForOtherConnections() throws Exception {
        channel.queueDeclare(queue, false, true, false, null);
        channel.queueBind(queue, "amq.direct", queue);
        Connection other = clients.connect();
        Map<String, ThrowingCallable> uses = Map.of(
                "declare", () -> other.createChannel().queueDeclare(queue, false, true, false, null),
                "passive declare", () -> other.createChannel().queueDeclarePassive(queue),
                "bind", () -> other.createChannel().queueBind(queue, "amq.direct", "key"),
                "unbind", () -> other.createChannel().queueUnbind(queue, "amq.direct", queue),
                "purge", () -> other.createChannel().queuePurge(queue),
                "delete", () -> other.createChannel().queueDelete(queue),
                "get", () -> other.createChannel().basicGet(queue, true),
                "consume", () -> Inbox.autoAck(other.createChannel(), queue));
        SoftAssertions all = new SoftAssertions();
        uses.forEach((name, use) -> all.assertThatCode(
                        () -> assertThat(Closed.by(use)).isEqualTo(locked()))
                .as(name)
                .doesNotThrowAnyException());
        all.assertAll();
        assertThat(channel.queueDeclarePassive(queue).getQueue()).isEqualTo(queue);
    }

    @Test
    void anExclusiveQueueStaysExclusiveForItsOwner() throws Exception {
        channel.queueDeclare(queue, false, true, false, null);
        assertThat(Closed.by(declaring(null))).isEqualTo(locked());
    }

    @Test
    void aSharedQueueCannotBecomeExclusive() throws Exception {
        declare(null);
        assertThat(Closed.by(() -> channel.queueDeclare(queue, false, true, false, null)))
                .isEqualTo(locked());
    }

    @Test
    void namesThatStartWithAmqAreReserved() {
        assertThat(Closed.by(() -> channel.queueDeclare("amq.mine", false, false, false, null)))
                .isEqualTo("channel 403 ACCESS_REFUSED - queue name 'amq.mine' contains reserved prefix 'amq.*'");
    }

    @Test
    void anExistingServerNamedQueueCanOnlyBeDeclaredPassively() throws Exception {
        String named = clients.queue(channel);
        channel.queueDeclarePassive(named);
        assertThat(Closed.by(() -> channel.queueDeclare(named, false, true, true, null)))
                .isEqualTo("channel 403 ACCESS_REFUSED - queue name '" + named + "' contains reserved prefix 'amq.*'");
    }

    @Test
    void aQueueInUseIsNotDeletedIfUnusedIsAsked() throws Exception {
        declare(null);
        Inbox.autoAck(channel, queue);
        Channel other = clients.channel();
        assertThat(Closed.by(() -> other.queueDelete(queue, true, false)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' in use");
    }

    @Test
    void aQueueWithMessagesIsNotDeletedIfEmptyIsAsked() throws Exception {
        declare(null);
        Wire.send(channel, queue, "x");
        assertThat(Closed.by(() -> channel.queueDelete(queue, false, true)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' not empty");
    }
}
