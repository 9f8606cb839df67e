package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TuneIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private RawConnection tuned(int channelMax, int frameMax) throws Exception {
        RawConnection raw = clients.keep(RawConnection.loggedIn(broker));
        raw.expect(0, AMQImpl.Connection.Tune.class);
        raw.send(0, new AMQImpl.Connection.TuneOk(channelMax, frameMax, 0));
        return raw;
    }

    @Test
    void offers2047Channels_frames128KiB_andHeartbeats60Seconds() throws Exception {
        AMQImpl.Connection.Tune tune =
                clients.keep(RawConnection.loggedIn(broker)).expect(0, AMQImpl.Connection.Tune.class);
        assertThat(tune.getChannelMax()).isEqualTo(2047);
        assertThat(tune.getFrameMax()).isEqualTo(131072);
        assertThat(tune.getHeartbeat()).isEqualTo(60);
    }

    @Test
    void refusesAnAnswerOutsideOfItsOffer() throws Exception {
        RawConnection moreChannels = tuned(5000, 131072);
        RawConnection unlimitedChannels = tuned(0, 131072);
        RawConnection largerFrames = tuned(2047, 200000);
        RawConnection tinyFrames = tuned(2047, 100);
        assertThat(moreChannels.refusal())
                .isIn(
                        "",
                        "530 NOT_ALLOWED - negotiated channel_max = 5000 is higher than the maximum allowed value"
                                + " (2047)");
        assertThat(unlimitedChannels.refusal())
                .isIn(
                        "",
                        "530 NOT_ALLOWED - negotiated channel_max = 0 (no limit) is higher than the maximum allowed"
                                + " value (2047)");
        assertThat(largerFrames.refusal())
                .isIn(
                        "",
                        "530 NOT_ALLOWED - negotiated frame_max = 200000 is higher than the maximum allowed value"
                                + " (131072)");
        assertThat(tinyFrames.refusal())
                .matches("|530 NOT_ALLOWED - negotiated frame_max = 100 is lower than the"
                        + " minimum allowed value \\(\\d+\\)");
    }

    @Test
    void refusesOneChannelMoreThanNegotiated() throws Exception {
        RawConnection raw = clients.keep(RawConnection.open(broker, 2, 0, 0));
        raw.withChannel(1).withChannel(2);
        raw.send(3, new AMQImpl.Channel.Open(""));
        assertThat(raw.connectionError())
                .isEqualTo("530 NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max"
                        + " (2)");
    }

    @Test
    void aClosedChannelMakesRoomForAnother() throws Exception {
        RawConnection raw = clients.keep(RawConnection.open(broker, 2, 0, 0));
        raw.withChannel(1).withChannel(2);
        raw.send(2, new AMQImpl.Channel.Close(200, "", 0, 0));
        raw.expect(2, AMQImpl.Channel.CloseOk.class);
        raw.withChannel(2);
    }

    @Test
    void splitsABodyIntoFramesThatTheClientCanTake() throws Exception {
        RawConnection raw = clients.keep(RawConnection.open(broker, 0, 4096, 0)).withChannel(1);
        byte[] body = Wire.body(10_000);
        String queue = declare(raw);
        raw.send(1, new AMQImpl.Basic.Publish(0, "", queue, false, false));
        raw.header(1, new BasicProperties(), body.length);
        raw.frame(RawConnection.BODY, 1, java.util.Arrays.copyOfRange(body, 0, 4088));
        raw.frame(RawConnection.BODY, 1, java.util.Arrays.copyOfRange(body, 4088, 8176));
        raw.frame(RawConnection.BODY, 1, java.util.Arrays.copyOfRange(body, 8176, 10_000));

        raw.send(1, new AMQImpl.Basic.Get(0, queue, true));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
        assertThat(raw.read().contentHeader().getBodySize()).isEqualTo(10_000);
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        while (received.size() < body.length) {
            RawConnection.RawFrame frame = raw.read();
            assertThat(frame.type()).isEqualTo(RawConnection.BODY);
            assertThat(frame.payload().length).isLessThanOrEqualTo(4096 - 8);
            received.write(frame.payload());
        }
        assertThat(received.toByteArray()).isEqualTo(body);
    }

    @Test
    void takesABodyInAnyNumberOfFrames() throws Exception {
        RawConnection raw = clients.rawChannel();
        String queue = declare(raw);
        raw.send(1, new AMQImpl.Basic.Publish(0, "", queue, false, false));
        raw.header(1, new BasicProperties(), 5);
        raw.frame(RawConnection.BODY, 1, Wire.bytes("h"));
        raw.frame(RawConnection.BODY, 1, Wire.bytes("el"));
        raw.frame(RawConnection.BODY, 1, Wire.bytes("lo"));

        raw.send(1, new AMQImpl.Basic.Get(0, queue, true));
        raw.expect(1, AMQImpl.Basic.GetOk.class);
        raw.read();
        assertThat(raw.read().payload()).isEqualTo(Wire.bytes("hello"));
    }

    @Test
    void refusesAFrameLargerThanNegotiated() throws Exception {
        RawConnection raw = clients.keep(RawConnection.open(broker, 0, 4096, 0)).withChannel(1);
        raw.send(1, new AMQImpl.Basic.Publish(0, "", "nowhere", false, false));
        raw.header(1, new BasicProperties(), 6000);
        raw.frame(RawConnection.BODY, 1, Wire.body(6000));
        assertThat(raw.connectionError())
                .isEqualTo("501 FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,6000,4088}");
    }

    private static String declare(RawConnection raw) throws Exception {
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, java.util.Map.of()));
        return raw.expect(1, AMQImpl.Queue.DeclareOk.class).getQueue();
    }
}
