package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProtocolViolationsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private static final AMQImpl.Basic.Publish PUBLISH = new AMQImpl.Basic.Publish(0, "", "nowhere", false, false);

    @Test
    void aWrongLastByteOfAFrameIsAFrameError() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.METHOD, 1, new byte[] {0, 20, 0, 10, 0}, 0);
        assertThat(raw.connectionError())
                .isEqualTo("501 FRAME_ERROR - type 1, all octets = <<0,20,0,10,0>>: {invalid_frame_end_marker,0}");
    }

    @Test
    void aLongBadFrameIsQuotedInPart() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.METHOD, 1, new byte[20], 7);
        assertThat(raw.connectionError())
                .isEqualToIgnoringWhitespace(
                        "501 FRAME_ERROR - type 1, first 16 octets = <<0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0>>:"
                                + " {invalid_frame_end_marker,7}");
    }

    @Test
    void anUnknownFrameTypeIsAFrameError() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(9, 1, new byte[] {1, 2});
        assertThat(raw.connectionError()).isEqualTo("501 FRAME_ERROR - type 9, all octets = <<1,2>>: unknown_frame");
    }

    @Test
    void aHeartbeatBelongsToChannelZero() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.HEARTBEAT, 1);
        assertThat(raw.connectionError()).isEqualTo("505 UNEXPECTED_FRAME - type 8, all octets = <<>>");
    }

    @Test
    void contentMayNotComeOnChannelZero() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.BODY, 0, new byte[] {5});
        assertThat(raw.connectionError()).isEqualTo("505 UNEXPECTED_FRAME - type 3, all octets = <<5>>");
    }

    @Test
    void contentNeedsAMethodBeforeIt() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.header(1, new BasicProperties(), 5);
        assertThat(raw.connectionError())
                .isEqualTo("505 UNEXPECTED_FRAME - expected method frame, got non method frame instead");
    }

    @Test
    void aBodyNeedsAHeaderBeforeIt() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.frame(RawConnection.BODY, 1, Wire.bytes("hello"));
        assertThat(raw.connectionError())
                .isEqualTo("505 UNEXPECTED_FRAME - expected content header for class 60, got non content header frame"
                        + " instead");
    }

    @Test
    void aMethodMayNotComeInPlaceOfAContentHeader() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.send(1, PUBLISH);
        assertThat(raw.connectionError())
                .isEqualTo("505 UNEXPECTED_FRAME - expected content header for class 60, got non content header frame"
                        + " instead");
    }

    @Test
    void aMethodMayNotComeInPlaceOfABody() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.header(1, new BasicProperties(), 5);
        raw.send(1, PUBLISH);
        assertThat(raw.connectionError())
                .isEqualTo("505 UNEXPECTED_FRAME - expected content body, got non content body frame instead");
    }

    @Test
    void theHeaderMustBeOfTheMethodsClass() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.frame(
                RawConnection.HEADER,
                1,
                ByteBuffer.allocate(14).putShort((short) 50).array());
        assertThat(raw.connectionError())
                .isEqualTo("505 UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead");
    }

    @Test
    void aBodyMayNotBeLongerThanAnnounced() throws Exception {
        assumeFalse(BrokerUnderTest.isPeerGiven(), "RabbitMQ came to refuse it after 3.10");
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.header(1, new BasicProperties(), 3);
        raw.frame(RawConnection.BODY, 1, Wire.bytes("hello"));
        assertThat(raw.connectionError())
                .isEqualTo("501 FRAME_ERROR - content body frame exceeds remaining content size");
    }

    @Test
    void aBodyOverHalfAGibibyteIsRefusedAtItsHeader() throws Exception {
        assumeFalse(BrokerUnderTest.isPeerGiven(), "RabbitMQ came to refuse it after 3.10");
        RawConnection raw = clients.rawChannel();
        raw.send(1, PUBLISH);
        raw.header(1, new BasicProperties(), (512L << 20) + 1);
        assertThat(raw.connectionError())
                .isEqualTo("501 FRAME_ERROR - content body size 536870913 exceeds maximum allowed size 536870912");
    }

    @Test
    void aChannelMustBeOpenedBeforeItsUse() throws Exception {
        RawConnection raw = clients.raw();
        raw.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()));
        assertThat(raw.connectionError()).isEqualTo("504 CHANNEL_ERROR - expected 'channel.open'");
    }

    @Test
    void aChannelCannotBeOpenedTwice() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Channel.Open(""));
        assertThat(raw.connectionError()).isEqualTo("504 CHANNEL_ERROR - second 'channel.open' seen");
    }

    @Test
    void aHandshakeMethodMayNotComeLater() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(0, new AMQImpl.Connection.Open("/", "", false));
        assertThat(raw.connectionError())
                .isEqualTo("504 CHANNEL_ERROR - unexpected method in connection state running");
    }

    @Test
    void aMethodOfAnUnknownNumberIsRefused() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.METHOD, 1, new byte[] {0, 60, 0, 99});
        assertThat(raw.refusal()).matches("|50[13] .*");
    }

    @Test
    void aMethodCutShortIsRefused() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.frame(RawConnection.METHOD, 1, new byte[] {0, 50, 0, 10, 0, 0, 9, 'q'});
        assertThat(raw.connectionError()).isEqualTo("501 FRAME_ERROR - cannot decode <<0,0,9,113>>");
    }

    @Test
    void aMethodOfTheBrokersSideIsRefused() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Queue.DeclareOk("q", 0, 0));
        assertThat(raw.connectionError()).isEqualTo("503 COMMAND_INVALID - unimplemented method");
    }

    @Test
    void theErrorNamesTheMethodThatFailed() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Basic.Recover(false));
        AMQImpl.Connection.Close close = raw.expect(0, AMQImpl.Connection.Close.class);
        assertThat(close.getClassId()).isEqualTo(60);
        assertThat(close.getMethodId()).isEqualTo(110);
    }

    @Test
    void afterAConnectionErrorItWaitsForCloseOk_thenHangsUp() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.send(1, new AMQImpl.Channel.Open(""));
        raw.connectionError();
        raw.send(1, new AMQImpl.Basic.Qos(0, 1, false));
        raw.send(0, new AMQImpl.Connection.CloseOk());
        assertThat(raw.endsSilently()).isTrue();
    }
}
