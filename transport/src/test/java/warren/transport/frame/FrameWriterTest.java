package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static warren.transport.frame.ClientBytes.PERSISTENT;
import static warren.transport.frame.ClientBytes.counting;

import java.util.List;
import java.util.Random;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.routing.message.Message;
import warren.transport.method.BasicDeliver;
import warren.transport.method.BasicGetOk;
import warren.transport.method.BasicPublish;
import warren.transport.method.ChannelOpenOk;
import warren.transport.method.ConnectionTuneOk;
import warren.transport.method.Method;
import warren.transport.method.RandomMethods;

class FrameWriterTest {
    private static final byte[] HI = ClientBytes.ascii("hi");

    @Test
    void writesADeliveryInTheseBytes() {
        var writer = new FrameWriter(0);
        writer.deliver(258, "ct", 7, true, new Message("x", "key", PERSISTENT, HI));

        assertThat(writer.size()).isEqualTo(8 + 22 + 8 + 15 + 8 + 2);
        assertThat(writer.take().toArray())
                .isEqualTo(new ClientBytes()
                        .hex("01 0102 00000016 003c003c 026374 0000000000000007 01 0178 036b6579 ce")
                        .hex("02 0102 0000000f 003c 0000 0000000000000002 100002 ce")
                        .hex("03 0102 00000002 6869 ce")
                        .bytes());
        assertThat(writer.size()).isZero();
    }

    @Test
    void writesAMethodAndAHeartbeatInTheseBytes() {
        var writer = new FrameWriter(4096);
        writer.method(65_535, new ChannelOpenOk());

        assertThat(writer.take().toArray())
                .isEqualTo(new ClientBytes()
                        .hex("01 ffff 00000008 0014000b 00000000 ce")
                        .bytes());
        assertThat(FrameWriter.heartbeat().toArray())
                .isEqualTo(new ClientBytes().hex("08 0000 00000000 ce").bytes());
    }

    @Test
    void anEmptyBodyHasNoBodyFrame() {
        var writer = new FrameWriter(0);
        writer.content(1, new BasicGetOk(1, false, "", "q", 0), new Message("", "q", PERSISTENT, new byte[0]));

        assertThat(writer.take().toArray())
                .isEqualTo(new ClientBytes()
                        .method(1, new BasicGetOk(1, false, "", "q", 0))
                        .header(1, 0, PERSISTENT)
                        .bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4087, 4088, 4089, 8176, 8177, 16_384, 16_385, 100_000})
    void cutsABodyIntoTheLargestFramesAllowed(int size) {
        var writer = new FrameWriter(4096);
        writer.content(1, publish(), new Message("x", "k", PERSISTENT, counting(size)));

        assertThat(writer.take().toArray())
                .isEqualTo(new ClientBytes()
                        .method(1, publish())
                        .content(1, counting(size), 4088)
                        .bytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {16_383, 16_384, 16_385, 131_064, 131_065, 400_000})
    void largeBodiesLeaveAsTheyAre(int size) {
        var writer = new FrameWriter(131_072);
        writer.method(1, new ChannelOpenOk());
        writer.content(1, publish(), new Message("x", "k", PERSISTENT, counting(size)));
        writer.method(2, new ChannelOpenOk());

        byte[] expected = new ClientBytes()
                .method(1, new ChannelOpenOk())
                .method(1, publish())
                .content(1, counting(size), 131_064)
                .method(2, new ChannelOpenOk())
                .bytes();
        assertThat(writer.size()).isEqualTo(expected.length);
        assertThat(writer.take().toArray()).isEqualTo(expected);
        assertThat(writer.size()).isZero();
    }

    @Test
    void noLimitMeansOneFrame() {
        var writer = new FrameWriter(0);
        writer.content(1, publish(), new Message("x", "k", PERSISTENT, counting(300_000)));

        assertThat(writer.take().toArray())
                .isEqualTo(new ClientBytes()
                        .method(1, publish())
                        .content(1, counting(300_000), 300_000)
                        .bytes());
    }

    @Test
    void whatWasTakenIsNotTouchedByWhatIsWrittenNext() {
        var writer = new FrameWriter(0);
        writer.deliver(1, "ct", 1, false, new Message("x", "k", PERSISTENT, HI));
        ByteString first = writer.take();
        byte[] before = first.toArray();
        writer.deliver(2, "other", 2, true, new Message("y", "l", PERSISTENT, counting(50_000)));
        writer.take();

        assertThat(first.toArray()).isEqualTo(before);
        assertThat(writer.take().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "clé", "€😀", "\udc80\udcff"})
    void aDeliveryIsTheSameWithItsMethodAsARecord(String text) {
        for (String key : List.of(text, "x".repeat(255), "é".repeat(127), "\udc80".repeat(255))) {
            var message = new Message(text, key, PERSISTENT, HI);
            var writer = new FrameWriter(0);
            writer.deliver(1, text, -1, false, message);
            byte[] delivered = writer.take().toArray();
            writer.content(1, new BasicDeliver(text, -1, false, text, key), message);

            assertThat(delivered).isEqualTo(writer.take().toArray());
        }
    }

    @Test
    void namesThatDoNotFitAreAMistakeOfTheCaller() {
        var message = new Message("x", "k".repeat(256), PERSISTENT, HI);

        assertThatThrownBy(() -> new FrameWriter(0).deliver(1, "ct", 1, false, message))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDecoderReadsWhatWasWritten() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var writer = new FrameWriter(4096);
            ClientBytes expected = new ClientBytes();
            for (int i = random.nextInt(10); i >= 0; i--) {
                write(writer, expected, random);
            }
            ClientBytes written = ClientBytes.tuned(4096).raw(writer.take().toArray());

            assertThat(Decoded.comparable(Decoded.of(written)))
                    .as("seed %d", seed)
                    .isEqualTo(Decoded.comparable(
                            Decoded.of(ClientBytes.tuned(4096).raw(expected.bytes()))))
                    .noneMatch(Violation.class::isInstance);
        }
    }

    private static void write(FrameWriter writer, ClientBytes expected, Random random) {
        int channel = 1 + random.nextInt(65_535);
        Method method = RandomMethods.any(random);
        if (method instanceof BasicPublish || random.nextInt(3) == 0) {
            byte[] body = new byte[random.nextInt(40_000)];
            random.nextBytes(body);
            writer.content(channel, publish(), new Message("x", "k", PERSISTENT, body));
            expected.method(channel, publish()).content(channel, body, 4088);
        } else if (!(method instanceof ConnectionTuneOk)) {
            writer.method(channel, method);
            expected.method(channel, method);
        }
    }

    private static BasicPublish publish() {
        return new BasicPublish("x", "k", true, false);
    }
}
