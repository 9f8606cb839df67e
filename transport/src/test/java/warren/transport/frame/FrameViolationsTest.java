package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.transport.frame.ClientBytes.PERSISTENT;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import warren.transport.method.BasicAck;
import warren.transport.method.ConnectionCloseOk;
import warren.transport.method.ReplyCode;

/** What a client hears that breaks the frame format: RabbitMQ's codes and words. */
class FrameViolationsTest {
    private static final String FIRST_16 = "first 16 octets = <<0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15>>";

    static Stream<Arguments> frames() {
        return Stream.of(
                frameError(
                        tuned().frameEndingIn(0, 1, 1, (byte) 0, (byte) 20, (byte) 0, (byte) 10, (byte) 0),
                        "type 1, all octets = <<0,20,0,10,0>>: {invalid_frame_end_marker,0}"),
                frameError(
                        tuned().frameEndingIn(255, 2, 1, ClientBytes.counting(17)),
                        "type 2, " + FIRST_16 + ": {invalid_frame_end_marker,255}"),
                frameError(
                        tuned().frameEndingIn(1, 2, 1, ClientBytes.counting(16)),
                        "type 2, all octets = <<0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15>>: {invalid_frame_end_marker,1}"),
                frameError(
                        published().header(1, 9, PERSISTENT).frameEndingIn(7, 3, 1, ClientBytes.ascii("hello")),
                        "type 3, all octets = <<\"hello\">>: {invalid_frame_end_marker,7}"),
                frameError(
                        published().header(1, 99, PERSISTENT).frameEndingIn(7, 3, 1, ClientBytes.counting(17)),
                        "type 3, " + FIRST_16 + ": {invalid_frame_end_marker,7}"),
                frameError(
                        published().header(1, 2 << 20, PERSISTENT).frameEndingIn(7, 3, 1, ClientBytes.counting(17)),
                        "type 3, all octets = <<>>: {invalid_frame_end_marker,7}"),
                frameError(tuned().frame(9, 1), "type 9, all octets = <<>>: unknown_frame"),
                frameError(
                        tuned().frame(0, 0, ClientBytes.ascii("abc")),
                        "type 0, all octets = <<\"abc\">>: unknown_frame"),
                frameError(tuned().frame(8, 0, (byte) 1), "type 8, all octets = <<1>>: unknown_frame"),
                frameError(tuned().frame(1, 1, new byte[3]), "type 1, all octets = <<0,0,0>>: unknown_frame"),
                frameError(
                        tuned().frame(2, 1, new byte[11]),
                        "type 2, all octets = <<0,0,0,0,0,0,0,0,0,0,0>>: unknown_frame"),
                frameError(
                        tuned().hex("03 0001 00030d40"), "type 3, all octets = <<>>: {frame_too_large,200000,131064}"),
                frameError(
                        tuned().hex("01 0001 ffffffff"),
                        "type 1, all octets = <<>>: {frame_too_large,4294967295,131064}"),
                frameError(
                        ClientBytes.greeted().hex("01 0000 00001001"),
                        "type 1, all octets = <<>>: {frame_too_large,4097,4088}"),
                frameError(
                        ClientBytes.tuned(8192).hex("03 0001 00002001"),
                        "type 3, all octets = <<>>: {frame_too_large,8193,8184}"),
                unexpected(tuned().frame(8, 1), "type 8, all octets = <<>>"),
                unexpected(tuned().body(0, ClientBytes.ascii("hi")), "type 3, all octets = <<\"hi\">>"),
                unexpected(tuned().frame(2, 0, ClientBytes.counting(17)), "type 2, " + FIRST_16));
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                unexpected(tuned().header(1, 5, PERSISTENT), "expected method frame, got non method frame instead"),
                unexpected(tuned().body(1, (byte) 1), "expected method frame, got non method frame instead"),
                publishError(
                        505,
                        published().body(1, (byte) 1),
                        "expected content header for class 60, got non content header frame instead"),
                publishError(
                        505,
                        published().method(1, new BasicAck(1, false)),
                        "expected content header for class 60, got non content header frame instead"),
                publishError(
                        505,
                        published().headerOfClass(50, 1, 5, PERSISTENT),
                        "expected content header for class 60, got one for class 50 instead"),
                publishError(
                        505,
                        published().header(1, 5, PERSISTENT).method(1, new BasicAck(1, false)),
                        "expected content body, got non content body frame instead"),
                publishError(
                        505,
                        published().header(1, 5, PERSISTENT).header(1, 5, PERSISTENT),
                        "expected content body, got non content body frame instead"),
                publishError(
                        501,
                        published().header(1, 5, PERSISTENT).body(1, new byte[6]),
                        "content body frame exceeds remaining content size"),
                publishError(
                        501,
                        published()
                                .header(1, 5, PERSISTENT)
                                .body(1, new byte[3])
                                .body(1, new byte[3]),
                        "content body frame exceeds remaining content size"),
                publishError(
                        501,
                        published().header(1, 536_870_913, PERSISTENT),
                        "content body size 536870913 exceeds maximum allowed size 536870912"),
                publishError(
                        501,
                        published().header(1, -1, PERSISTENT),
                        "content body size 18446744073709551615 exceeds maximum allowed size 536870912"),
                publishError(501, published().header(1, 5), "cannot decode <<>>"),
                publishError(501, published().header(1, 5, (byte) 0x80, (byte) 0), "cannot decode <<128,0>>"),
                publishError(501, tuned().hex("01 0001 00000006 003c0028 0000 ce"), "cannot decode <<0,0>>"),
                publishError(501, tuned().hex("01 0001 00000005 003c0028 00 ce"), "cannot decode <<0>>"),
                publishError(
                        501,
                        tuned().hex("01 0001 0000000a 003c0028 0000 00 00 00 41 ce"),
                        "cannot decode <<0,0,0,0,0,65>>"),
                Arguments.of(
                        tuned().hex("01 0001 00000006 003c0048 4142 ce"), // basic.get-empty: a text that is cut off
                        new Violation(ReplyCode.FRAME_ERROR, "cannot decode <<65,66>>", 60, 72)),
                Arguments.of(
                        tuned().hex("01 0001 0000000e 003c0050 0000000000000001 00 00 ce"),
                        new Violation(ReplyCode.FRAME_ERROR, "cannot decode <<0,0,0,0,0,0,0,1,0,0>>", 60, 80)),
                Arguments.of(
                        tuned().hex("01 0001 00000004 003c0029 ce"),
                        new Violation(ReplyCode.COMMAND_INVALID, "unimplemented method", 60, 41)),
                Arguments.of(
                        tuned().hex("01 0000 00000004 ffffffff ce"),
                        new Violation(ReplyCode.COMMAND_INVALID, "unimplemented method", 65_535, 65_535)));
    }

    @ParameterizedTest
    @MethodSource({"frames", "commands"})
    void endTheConnectionWithRabbitMqsWords(ClientBytes bytes, Violation expected) {
        assertThat(Decoded.violation(bytes)).isEqualTo(expected);
        assertThat(expected.code().endsConnection()).isTrue();
    }

    @ParameterizedTest
    @MethodSource({"frames", "commands"})
    void areFoundWhereverTheBytesAreCut_andNothingIsReadAfterThem(ClientBytes bytes, Violation expected) {
        byte[] all = bytes.method(0, new ConnectionCloseOk()).frame(8, 1).bytes();
        List<Object> whole = Decoded.comparable(Decoded.of(all));

        assertThat(whole).last().isEqualTo(expected);
        for (int cut = 0; cut <= all.length; cut++) {
            assertThat(Decoded.comparable(Decoded.of(all, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void whatCameBeforeIsStillThere() {
        ClientBytes bytes = published().content(1, new byte[3], 3).frame(9, 0);

        assertThat(Decoded.of(bytes)).hasSize(4).last().isInstanceOf(Violation.class);
    }

    private static ClientBytes tuned() {
        return ClientBytes.tuned(0);
    }

    private static ClientBytes published() {
        return tuned().publish(1, "x", "k");
    }

    private static Arguments frameError(ClientBytes bytes, String text) {
        return Arguments.of(bytes, new Violation(ReplyCode.FRAME_ERROR, text, 0, 0));
    }

    private static Arguments unexpected(ClientBytes bytes, String text) {
        return Arguments.of(bytes, new Violation(ReplyCode.UNEXPECTED_FRAME, text, 0, 0));
    }

    private static Arguments publishError(int code, ClientBytes bytes, String text) {
        ReplyCode reply = code == 501 ? ReplyCode.FRAME_ERROR : ReplyCode.UNEXPECTED_FRAME;
        return Arguments.of(bytes, new Violation(reply, text, 60, 40));
    }
}
