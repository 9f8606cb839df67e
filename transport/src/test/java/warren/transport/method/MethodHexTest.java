package warren.transport.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.MalformedFieldException;

/** The bytes of every method, written by hand from the specification: a round trip alone would not see a wrong bit. */
class MethodHexTest {
    private static final FieldTable NONE = FieldTable.EMPTY;
    private static final FieldTable PRODUCT = FieldTable.of("product", FieldValue.of("W"));
    private static final FieldTable MAX_LENGTH = FieldTable.of("x-max-length", FieldValue.of(10));

    static Stream<Arguments> connection() {
        return Stream.of(
                row(
                        "000a000a 00 09 0000000e 0770726f64756374 53 00000001 57 00000005 504c41494e 00000005 656e5f5553",
                        new ConnectionStart(0, 9, PRODUCT, bytes("PLAIN"), bytes("en_US"))),
                row(
                        "000a000b 00000000 05504c41494e 00000004 00610062 05656e5f5553",
                        new ConnectionStartOk(NONE, "PLAIN", bytes("\0a\0b"), "en_US")),
                row("000a0014 00000001 ff", new ConnectionSecure(new byte[] {-1})),
                row("000a0015 00000002 00fe", new ConnectionSecureOk(new byte[] {0, -2})),
                row("000a001e 07ff 00020000 003c", new ConnectionTune(2047, 131_072, 60)),
                row("000a001f ffff ffffffff 8000", new ConnectionTuneOk(65_535, 4_294_967_295L, 32_768)),
                row("000a0028 012f 00 00", new ConnectionOpen("/")),
                row("000a0029 00", new ConnectionOpenOk()),
                row("000a0032 0140 0162 003c 0028", new ConnectionClose(320, "b", 60, 40)),
                row("000a0033", new ConnectionCloseOk()),
                row("000a003c 0d6c6f77206f6e206d656d6f7279", new ConnectionBlocked("low on memory")),
                row("000a003d", new ConnectionUnblocked()),
                row("000a0046 00000001 73 0172", new ConnectionUpdateSecret(bytes("s"), "r")),
                row("000a0047", new ConnectionUpdateSecretOk()));
    }

    static Stream<Arguments> channelAccessAndModes() {
        return Stream.of(
                row("0014000a 00", new ChannelOpen()),
                row("0014000b 00000000", new ChannelOpenOk()),
                row("00140014 01", new ChannelFlow(true)),
                row("00140015 00", new ChannelFlowOk(false)),
                row("00140028 0196 02c3a9 0032 000a", new ChannelClose(406, "é", 50, 10)),
                row("00140029", new ChannelCloseOk()),
                row("001e000a 052f64617461 0d", new AccessRequest("/data", true, false, true, true, false)),
                row("001e000b 0001", new AccessRequestOk(1)),
                row("0055000a 01", new ConfirmSelect(true)),
                row("0055000b", new ConfirmSelectOk()),
                row("005a000a", new TxSelect()),
                row("005a000b", new TxSelectOk()),
                row("005a0014", new TxCommit()),
                row("005a0015", new TxCommitOk()),
                row("005a001e", new TxRollback()),
                row("005a001f", new TxRollbackOk()));
    }

    static Stream<Arguments> exchangeAndQueue() {
        return Stream.of(
                row(
                        "0028000a 0000 0178 05746f706963 0a 00000000",
                        new ExchangeDeclare("x", "topic", false, true, false, true, false, NONE)),
                row(
                        "0028000a 0000 0178 05746f706963 15 00000000",
                        new ExchangeDeclare("x", "topic", true, false, true, false, true, NONE)),
                row("0028000b", new ExchangeDeclareOk()),
                row("00280014 0000 0178 02", new ExchangeDelete("x", false, true)),
                row("00280015", new ExchangeDeleteOk()),
                row("0028001e 0000 0164 0173 016b 01 00000000", new ExchangeBind("d", "s", "k", true, NONE)),
                row("0028001f", new ExchangeBindOk()),
                row("00280028 0000 0164 0173 016b 00 00000000", new ExchangeUnbind("d", "s", "k", false, NONE)),
                row("00280033", new ExchangeUnbindOk()),
                row(
                        "0032000a 0000 0171 16 00000012 0c782d6d61782d6c656e677468 49 0000000a",
                        new QueueDeclare("q", false, true, true, false, true, MAX_LENGTH)),
                row("0032000a 0000 00 09 00000000", new QueueDeclare("", true, false, false, true, false, NONE)),
                row("0032000b 0171 ffffffff 00000002", new QueueDeclareOk("q", 4_294_967_295L, 2)),
                row("00320014 0000 0171 0178 016b 01 00000000", new QueueBind("q", "x", "k", true, NONE)),
                row("00320015", new QueueBindOk()),
                row("0032001e 0000 0171 01", new QueuePurge("q", true)),
                row("0032001f 00000007", new QueuePurgeOk(7)),
                row("00320028 0000 0171 06", new QueueDelete("q", false, true, true)),
                row("00320028 0000 0171 01", new QueueDelete("q", true, false, false)),
                row("00320029 00000008", new QueueDeleteOk(8)),
                row("00320032 0000 0171 0178 016b 00000000", new QueueUnbind("q", "x", "k", NONE)),
                row("00320033", new QueueUnbindOk()));
    }

    static Stream<Arguments> basic() {
        return Stream.of(
                row("003c000a 00000000 0064 01", new BasicQos(0, 100, true)),
                row("003c000b", new BasicQosOk()),
                row("003c0014 0000 0171 0163 0a 00000000", new BasicConsume("q", "c", false, true, false, true, NONE)),
                row("003c0014 0000 0171 0163 05 00000000", new BasicConsume("q", "c", true, false, true, false, NONE)),
                row("003c0015 0163", new BasicConsumeOk("c")),
                row("003c001e 0163 01", new BasicCancel("c", true)),
                row("003c001f 0163", new BasicCancelOk("c")),
                row("003c0028 0000 0178 016b 01", new BasicPublish("x", "k", true, false)),
                row("003c0028 0000 00 02c3a9 02", new BasicPublish("", "é", false, true)),
                row("003c0032 0138 084e4f5f524f555445 0178 016b", new BasicReturn(312, "NO_ROUTE", "x", "k")),
                row("003c003c 0163 0000000000000007 01 0178 016b", new BasicDeliver("c", 7, true, "x", "k")),
                row("003c0046 0000 0171 01", new BasicGet("q", true)),
                row("003c0047 0102030405060708 00 0178 016b 00000005", getOk()),
                row("003c0048 00", new BasicGetEmpty()),
                row("003c0050 0000000000000009 01", new BasicAck(9, true)),
                row("003c005a 0000000000000009 01", new BasicReject(9, true)),
                row("003c0064 01", new BasicRecoverAsync(true)),
                row("003c006e 00", new BasicRecover(false)),
                row("003c006f", new BasicRecoverOk()),
                row("003c0078 0000000000000009 01", new BasicNack(9, true, false)),
                row("003c0078 ffffffffffffffff 02", new BasicNack(-1, false, true)));
    }

    private static BasicGetOk getOk() {
        return new BasicGetOk(0x0102_0304_0506_0708L, false, "x", "k", 5);
    }

    @ParameterizedTest
    @MethodSource({"connection", "channelAccessAndModes", "exchangeAndQueue", "basic"})
    void isWrittenAndReadByteForByte(String hex, Method method) throws MalformedFieldException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(MethodBytes.of(method)).isEqualTo(bytes);
        assertThat(MethodBytes.read(bytes)).isExactlyInstanceOf(method.getClass());
        assertThat(MethodBytes.values(MethodBytes.read(bytes))).isEqualTo(MethodBytes.values(method));
    }

    @Test
    void noMethodIsLeftOut() {
        assertThat(Stream.of(connection(), channelAccessAndModes(), exchangeAndQueue(), basic())
                        .flatMap(rows -> rows)
                        .<Class<?>>map(row -> row.get()[1].getClass())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(RandomMethods.KINDS);
    }

    @Test
    void bitsThatMeanNothingAreIgnored() throws MalformedFieldException {
        byte[] arguments = HexFormat.of().parseHex("00000178016bfd");

        assertThat(MethodReaders.read(Method.id(60, 40), ByteBuffer.wrap(arguments)))
                .contains(new BasicPublish("x", "k", true, false));
    }

    private static Arguments row(String hex, Method method) {
        return Arguments.of(hex, method);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
