package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import warren.transport.method.BasicAck;
import warren.transport.method.RandomMethods;

/** However the network cuts a stream into chunks, the commands are the same. */
class FrameDecoderSplitTest {
    private static final int SEEDS = 500;

    @Test
    void oneCutAnywhereChangesNothing() {
        for (byte[] bytes : List.of(valid(), endsInWrongFrameEnd(), endsInTooLargeFrame(), endsInBodyTooLong())) {
            List<Object> whole = Decoded.comparable(Decoded.of(bytes));
            for (int cut = 0; cut <= bytes.length; cut++) {
                assertThat(Decoded.comparable(Decoded.of(bytes, cut)))
                        .as("cut at %d", cut)
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void aByteAtATimeChangesNothing() {
        byte[] bytes = valid();
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);

        assertThat(Decoded.comparable(Decoded.of(bytes, everywhere)))
                .isEqualTo(Decoded.comparable(Decoded.of(bytes)))
                .hasSize(9);
    }

    @Test
    void randomCutsOfRandomStreamsChangeNothing() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            byte[] bytes = RandomStreams.valid(random);
            int[] cuts = random.ints(random.nextInt(20), 0, bytes.length + 1)
                    .sorted()
                    .toArray();

            assertThat(Decoded.comparable(Decoded.of(bytes, cuts)))
                    .as("seed %d", seed)
                    .isEqualTo(Decoded.comparable(Decoded.of(bytes)))
                    .noneMatch(Violation.class::isInstance);
        }
    }

    @Test
    void commandsComeOutAsSoonAsTheirLastByteIsThere() {
        ClientBytes bytes = ClientBytes.tuned(0).publish(1, "x", "k").content(1, new byte[10], 4);
        var decoder = new FrameDecoder(Decoded.LIMITS);
        byte[] all = bytes.bytes();
        List<Inbound> inbound = new ArrayList<>();

        decoder.decode(all, 0, all.length - 1, inbound);
        assertThat(inbound).hasSize(2);
        decoder.decode(all, all.length - 1, all.length, inbound);
        assertThat(inbound).hasSize(3);
    }

    private static ClientBytes begin() {
        return ClientBytes.tuned(4096)
                .publish(1, "x", "k")
                .content(1, ClientBytes.counting(40), 17)
                .publish(1, "x", "k")
                .content(1, new byte[0], 1)
                .frame(8, 0);
    }

    private static byte[] valid() {
        return begin().publish(2, "y", "k")
                .method(1, new BasicAck(1, true))
                .publish(1, "x", "other")
                .content(2, ClientBytes.counting(1), 1)
                .content(1, ClientBytes.counting(5), 2)
                .method(3, RandomMethods.any(new Random(3)))
                .frame(8, 0)
                .method(3, RandomMethods.any(new Random(4)))
                .bytes();
    }

    private static byte[] endsInWrongFrameEnd() {
        return begin().publish(1, "x", "k")
                .header(1, 30, ClientBytes.PERSISTENT)
                .frameEndingIn(0xcd, 3, 1, ClientBytes.counting(20))
                .method(1, new BasicAck(1, true))
                .bytes();
    }

    private static byte[] endsInTooLargeFrame() {
        return begin().frame(1, 1, new byte[4097]).bytes();
    }

    private static byte[] endsInBodyTooLong() {
        return begin().publish(1, "x", "k")
                .header(1, 3, ClientBytes.PERSISTENT)
                .body(1, new byte[4])
                .method(1, new BasicAck(1, true))
                .bytes();
    }
}
