package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users, permissions and limits that an operator has set. */
class PermissionsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Connection connection;

    @BeforeAll
    static void anOperatorSetsThemUp() {
        ctl("add_user", "reader", "secret");
        ctl("set_permissions", "-p", "/", "reader", "^mine", "^mine", "^(mine|amq\\.topic)");
        ctl("add_user", "stranger", "secret");
        ctl("add_vhost", "small");
        ctl("set_permissions", "-p", "small", "guest", ".*", ".*", ".*");
    }

    private static void ctl(String... arguments) {
        Program.Outcome outcome = broker.ctl(arguments);
        assertThat(outcome.status())
                .as("%s: %s", String.join(" ", arguments), outcome.errors())
                .isZero();
    }

    @AfterEach
    void close() {
        if (connection != null) {
            connection.abort(2000);
        }
    }

    private Channel as(String user, String virtualHost) throws Exception {
        ConnectionFactory factory = broker.factory();
        factory.setUsername(user);
        factory.setPassword(user.equals("guest") ? "guest" : "secret");
        factory.setVirtualHost(virtualHost);
        connection = factory.newConnection();
        return connection.createChannel();
    }

    @Test
    void anImpersonatorMayPublishInTheNameOfAnother() throws Exception {
        ctl("add_user", "actress", "secret");
        ctl("set_permissions", "-p", "/", "actress", ".*", ".*", ".*");
        ctl("set_user_tags", "actress", "impersonator");
        Channel channel = as("actress", "/");
        channel.queueDeclare("stage", false, true, false, null);
        var properties = new AMQP.BasicProperties.Builder().userId("hamlet").build();

        channel.basicPublish("", "stage", properties, Wire.bytes("to be"));

        assertThat(channel.basicGet("stage", true).getProps().getUserId()).isEqualTo("hamlet");
    }

    @Test
    void aUserMayDoWhatIsAllowed() throws Exception {
        Channel channel = as("reader", "/");
        channel.queueDeclare("mine", false, true, false, null);
        channel.queueBind("mine", "amq.topic", "#");
        assertThat(channel.basicGet("mine", true)).isNull();
    }

    @Test
    void declaringNeedsConfigure() throws Exception {
        Channel channel = as("reader", "/");
        assertThat(Closed.by(() -> channel.queueDeclare("yours", false, true, false, null)))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to queue 'yours' in vhost '/' refused for user 'reader'");
    }

    @Test
    void soDoesDeclaringWithoutAName() throws Exception {
        Channel channel = as("reader", "/");
        assertThat(Closed.by(() -> channel.queueDeclare("", false, true, false, null)))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to queue 'amq\\.gen-.*' in vhost '/' refused for user 'reader'");
    }

    @Test
    void deadLettersNeedWriteOnTheirExchange_whenTheQueueIsNew() throws Exception {
        Map<String, Object> refused = Map.of("x-dead-letter-exchange", "amq.direct", "x-message-ttl", -1);
        Channel channel = as("reader", "/");
        assertThat(Closed.by(() -> channel.queueDeclare("mine-dlx", false, false, true, refused)))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to exchange 'amq\\.direct' in vhost '/' refused for user 'reader'");
        Map<String, Object> there = Map.of("x-dead-letter-exchange", "amq.direct");
        clients.channel().queueDeclare("mine-dlx", false, false, true, there);
        connection.createChannel().queueDeclare("mine-dlx", false, false, true, there);
    }

    @Test
    void publishingNeedsWrite() throws Exception {
        Channel channel = as("reader", "/");
        channel.basicPublish("amq.direct", "key", null, Wire.bytes("x"));
        assertThat(Closed.later(channel))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to exchange 'amq\\.direct' in vhost '/' refused for user 'reader'");
    }

    @Test
    void theDefaultExchangeIsCalledByAName() throws Exception {
        Channel channel = as("reader", "/");
        Wire.send(channel, "nowhere", "x");
        assertThat(Closed.later(channel))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to exchange 'amq\\.default' in vhost '/' refused for user 'reader'");
    }

    @Test
    void gettingNeedsRead() throws Exception {
        clients.channel().queueDeclare("yours", false, false, true, null);
        Channel channel = as("reader", "/");
        assertThat(Closed.by(() -> channel.basicGet("yours", true)))
                .matches(
                        "channel 403 ACCESS_REFUSED - ((configure|write|read) )?access to queue 'yours' in vhost '/' refused for user 'reader'");
    }

    @Test
    void aVirtualHostWithoutPermissionsCannotBeOpened() throws Exception {
        RawConnection raw = clients.keep(RawConnection.greeted(broker));
        raw.expect(0, AMQImpl.Connection.Start.class);
        raw.startOk("PLAIN", "\0stranger\0secret", Map.of());
        AMQImpl.Connection.Tune tune = raw.expect(0, AMQImpl.Connection.Tune.class);
        raw.send(0, new AMQImpl.Connection.TuneOk(tune.getChannelMax(), tune.getFrameMax(), 0));
        raw.send(0, new AMQImpl.Connection.Open("/", "", false));
        assertThat(raw.connectionError())
                .isEqualTo("530 NOT_ALLOWED - access to vhost '/' refused for user 'stranger'");
    }

    @Test
    void virtualHostsDoNotSeeEachOther() throws Exception {
        clients.channel().queueDeclare("mine", false, false, true, null);
        Channel channel = as("guest", "small");
        assertThat(Closed.by(() -> channel.queueDeclarePassive("mine")))
                .isEqualTo("channel 404 NOT_FOUND - no queue 'mine' in vhost 'small'");
    }
}
