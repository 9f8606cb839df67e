package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DirectReplyToIT {
    private static final String REPLY_TO = "amq.rabbitmq.reply-to";

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private static void request(Channel channel, String queue, String text) throws Exception {
        channel.basicPublish(
                "", queue, new BasicProperties.Builder().replyTo(REPLY_TO).build(), Wire.bytes(text));
    }

    @Test
    void theReplyComesStraightToTheRequester() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        Channel requester = clients.connect().createChannel();
        Inbox replies = Inbox.autoAck(requester, REPLY_TO);
        request(requester, queue, "question");

        Inbox requests = Inbox.autoAck(server, queue);
        Inbox.Letter question = requests.next();
        String address = question.properties().getReplyTo();
        assertThat(address).startsWith(REPLY_TO + ".");
        server.basicPublish("", address, null, Wire.bytes("answer"));
        Inbox.Letter answer = replies.next();
        assertThat(answer.text()).isEqualTo("answer");
        assertThat(answer.envelope().getExchange()).isEmpty();
        assertThat(answer.envelope().getRoutingKey()).isEqualTo(address);
    }

    @Test
    void theServerMayAskWhetherTheRequesterIsStillThere() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        Channel requester = clients.connect().createChannel();
        Inbox.autoAck(requester, REPLY_TO);
        request(requester, queue, "question");
        String address = Inbox.autoAck(server, queue).next().properties().getReplyTo();
        var present = server.queueDeclarePassive(address);
        assertThat(present.getMessageCount()).isZero();
        assertThat(present.getConsumerCount()).isEqualTo(1);
        requester.getConnection().close();
        assertThat(Closed.by(() -> server.queueDeclarePassive(address)))
                .isEqualTo("channel 404 NOT_FOUND - no queue '" + address + "' in vhost '/'");
    }

    @Test
    void itsNameIsThatOfAQueueWhichIsThere() throws Exception {
        Channel channel = clients.channel();
        assertThat(channel.queueDeclarePassive(REPLY_TO).getConsumerCount()).isEqualTo(1);
        assertThat(channel.queueDeclare(REPLY_TO, false, false, false, null).getMessageCount())
                .isZero();
    }

    @Test
    void aReplyForARequesterThatIsGoneIsReturnedIfMandatory() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        Channel requester = clients.connect().createChannel();
        Inbox.autoAck(requester, REPLY_TO);
        request(requester, queue, "question");
        String address = Inbox.autoAck(server, queue).next().properties().getReplyTo();
        requester.getConnection().close();
        CompletableFuture<String> returned = new CompletableFuture<>();
        server.addReturnListener(back -> returned.complete(back.getReplyText()));
        server.basicPublish("", address, true, null, Wire.bytes("answer"));
        assertThat(returned.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("NO_ROUTE");
    }

    @Test
    void aRequestNeedsAReplyConsumer() throws Exception {
        Channel channel = clients.channel();
        request(channel, "nowhere", "question");
        assertThat(Closed.later(channel))
                .isEqualTo("channel 406 PRECONDITION_FAILED - fast reply consumer does not exist");
    }

    @Test
    void aReplyConsumerCannotAcknowledge() throws Exception {
        Channel channel = clients.channel();
        assertThat(Closed.by(() -> Inbox.acking(channel, REPLY_TO)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - reply consumer cannot acknowledge");
    }

    @Test
    void aChannelHasOneReplyConsumer() throws Exception {
        Channel channel = clients.channel();
        Inbox.autoAck(channel, REPLY_TO);
        assertThat(Closed.by(() -> Inbox.autoAck(channel, REPLY_TO)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - reply consumer already set");
    }

    @Test
    void theJavaClientsRpcUsesIt() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        RpcServer doubling = new RpcServer(server, queue) {
            @Override
            public byte[] handleCall(byte[] request, BasicProperties properties) {
                return Wire.bytes("" + 2 * Integer.parseInt(new String(request, StandardCharsets.UTF_8)));
            }
        };
        Thread loop = new Thread(() -> {
            try {
                doubling.mainloop();
            } catch (IOException | ShutdownSignalException ended) {
                // The connection went with the test.
            }
        });
        loop.setDaemon(true);
        loop.start();
        Channel channel = clients.channel();
        RpcClient rpc = new RpcClient(
                new RpcClientParams().channel(channel).exchange("").routingKey(queue));
        for (int i = 1; i <= 20; i++) {
            assertThat(rpc.stringCall("" + i)).isEqualTo("" + 2 * i);
        }
    }

    @Test
    void anOrdinaryReplyQueueDoesAsWell() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        DeliverCallback reply = (tag, request) -> server.basicPublish(
                "",
                request.getProperties().getReplyTo(),
                new BasicProperties.Builder()
                        .correlationId(request.getProperties().getCorrelationId())
                        .build(),
                request.getBody());
        server.basicConsume(queue, true, reply, tag -> {});
        Channel requester = clients.channel();
        String callback = clients.queue(requester);
        Inbox replies = Inbox.autoAck(requester, callback);
        requester.basicPublish(
                "",
                queue,
                new BasicProperties.Builder()
                        .replyTo(callback)
                        .correlationId("42")
                        .build(),
                Wire.bytes("echo"));
        Inbox.Letter answer = replies.next();
        assertThat(answer.text()).isEqualTo("echo");
        assertThat(answer.properties().getCorrelationId()).isEqualTo("42");
    }

    @Test
    void aChannelMayAskAgainForReplies_andItsOldAddressEnds() throws Exception {
        Channel server = clients.connect().createChannel();
        String queue = clients.name("rpc");
        server.queueDeclare(queue, false, false, false, null);
        Channel requester = clients.connect().createChannel();
        for (int round = 0; round < 3; round++) {
            String tag = requester.basicConsume(REPLY_TO, true, (consumer, delivery) -> {}, consumer -> {});
            request(requester, queue, "early");
            requester.basicCancel(tag);
        }
        Inbox replies = Inbox.autoAck(requester, REPLY_TO);
        request(requester, queue, "question");

        Inbox requests = Inbox.autoAck(server, queue);
        for (int round = 0; round < 3; round++) {
            String old = requests.next().properties().getReplyTo();
            server.basicPublish("", old, null, Wire.bytes("too late"));
        }
        server.basicPublish("", requests.next().properties().getReplyTo(), null, Wire.bytes("answer"));
        assertThat(replies.next().text()).isEqualTo("answer");
    }
}
