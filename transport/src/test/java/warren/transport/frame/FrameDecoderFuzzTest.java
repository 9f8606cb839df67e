package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Seeded bytes that no client should send. The decoder may refuse them, once; it may not throw, hang or keep much. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FrameDecoderFuzzTest {
    private static final int SEEDS = 20_000;
    private static final byte[] TYPES = {1, 2, 3, 8, 1, 2, 3, 0, 9};

    @Test
    void damagedStreamsAreReadOrRefused() {
        int refused = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            byte[] bytes = RandomStreams.valid(random);
            damage(bytes, random);
            refused += check(seed, bytes, random) ? 1 : 0;
        }
        assertThat(refused).as("streams refused").isBetween(SEEDS / 4, SEEDS - SEEDS / 50);
    }

    @Test
    void streamsWithAPieceMissingOrTwiceAreReadOrRefused() {
        for (int seed = 0; seed < SEEDS / 4; seed++) {
            var random = new Random(seed);
            byte[] valid = RandomStreams.valid(random);
            int at = random.nextInt(valid.length);
            int from = random.nextInt(valid.length);
            byte[] bytes = Arrays.copyOf(valid, at + valid.length - from);
            System.arraycopy(valid, from, bytes, at, valid.length - from);
            check(seed, bytes, random);
        }
    }

    @Test
    void framesOfRandomBytesAreReadOrRefused() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            ClientBytes bytes = ClientBytes.tuned(4096);
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] payload = new byte[random.nextInt(24)];
                random.nextBytes(payload);
                if (payload.length > 4 && random.nextInt(3) > 0) {
                    // a class and a method that may be there
                    System.arraycopy(
                            new byte[] {0, 60, 0, (byte) (10 * random.nextInt(12))}, 0, payload, 0, Integer.BYTES);
                }
                bytes.frame(TYPES[random.nextInt(TYPES.length)], random.nextInt(3), payload);
            }
            check(seed, bytes.bytes(), random);
        }
    }

    @Test
    void randomBytesAreReadOrRefused() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            byte[] noise = new byte[random.nextInt(100)];
            random.nextBytes(noise);
            check(seed, seed % 2 == 0 ? noise : ClientBytes.tuned(0).raw(noise).bytes(), random);
        }
    }

    /** A byte or a few, often where a length or a type stands. */
    private static void damage(byte[] bytes, Random random) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
                default -> bytes[at] = (byte) random.nextInt();
            }
        }
    }

    /** True when the bytes were refused. */
    private static boolean check(int seed, byte[] bytes, Random random) {
        int[] cuts =
                random.ints(random.nextInt(4), 0, bytes.length + 1).sorted().toArray();
        List<Inbound> inbound = new ArrayList<>();
        assertThatCode(() -> inbound.addAll(Decoded.of(bytes, cuts)))
                .as("seed %d", seed)
                .doesNotThrowAnyException();

        assertThat(Decoded.comparable(inbound))
                .as("seed %d: the cuts change nothing", seed)
                .isEqualTo(Decoded.comparable(Decoded.of(bytes)));
        List<Inbound> allButLast = inbound.subList(0, Math.max(0, inbound.size() - 1));
        assertThat(allButLast).as("seed %d: nothing follows a violation", seed).noneMatch(Violation.class::isInstance);
        assertThat(kept(inbound)).as("seed %d: bytes that came out", seed).isLessThanOrEqualTo(bytes.length);
        return !inbound.isEmpty()
                && (inbound.get(inbound.size() - 1) instanceof Violation
                        || inbound.get(0) instanceof ProtocolHeader header && !header.isSupported());
    }

    private static long kept(List<Inbound> inbound) {
        return inbound.stream()
                .filter(Command.class::isInstance)
                .map(one -> ((Command) one).content())
                .mapToLong(content -> content.body().length)
                .sum();
    }
}
