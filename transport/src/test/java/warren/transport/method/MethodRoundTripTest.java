package warren.transport.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import warren.routing.message.MalformedFieldException;

/** Each method of the sealed interface, with seeded random values; a failure names its seed. */
class MethodRoundTripTest {
    private static final int SEEDS = 200;

    static Stream<Class<?>> kinds() {
        return RandomMethods.KINDS.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isReadAsItWasWritten(Class<?> kind) throws MalformedFieldException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Method method = RandomMethods.of(kind, new Random(seed));
            byte[] bytes = MethodBytes.of(method);
            Method read = MethodBytes.read(bytes);

            assertThat(read).as("seed %d", seed).isExactlyInstanceOf(kind);
            assertThat(MethodBytes.values(read)).as("seed %d", seed).isEqualTo(MethodBytes.values(method));
            assertThat(MethodBytes.of(read)).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isRefusedAsMalformedWhereverItIsCutOff(Class<?> kind) {
        for (int seed = 0; seed < 20; seed++) {
            Method method = RandomMethods.of(kind, new Random(seed));
            byte[] bytes = MethodBytes.of(method);
            for (int length = Integer.BYTES; length < bytes.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(bytes, Integer.BYTES, length - Integer.BYTES);
                assertMalformed(method, cut, seed);
            }
        }
    }

    private static void assertMalformed(Method method, ByteBuffer cut, int seed) {
        String what = method + " cut to " + cut.remaining() + " bytes, seed " + seed;
        try {
            MethodReaders.read(method.id(), cut);
        } catch (MalformedFieldException refused) {
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(what, e);
        }
        throw new AssertionError(what + " was read");
    }

    @Test
    void randomArgumentsAreReadOrRefused_andNothingElseEscapes() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            byte[] bytes = MethodBytes.of(RandomMethods.any(random));
            for (int i = random.nextInt(4); i >= 0 && bytes.length > Integer.BYTES; i--) {
                bytes[Integer.BYTES + random.nextInt(bytes.length - Integer.BYTES)] = (byte) random.nextInt();
            }
            ByteBuffer in = ByteBuffer.wrap(bytes);
            try {
                assertThat(MethodReaders.read(in.getInt(), in)).isPresent();
            } catch (MalformedFieldException refused) {
                assertThat(refused).hasMessageMatching(".+");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(bytes), e);
            }
        }
    }

    @Test
    void thereAre66_eachWithNumbersOfItsOwn() {
        assertThat(RandomMethods.KINDS).hasSize(66);
        assertThat(kinds().map(kind -> RandomMethods.of(kind, new Random(0)).id()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isNamedAsRabbitMqNamesIt(Class<?> kind) {
        // BasicGetOk: basic.get_ok
        String[] words = kind.getSimpleName().split("(?=[A-Z])");
        String name = words[0] + "." + String.join("_", Arrays.asList(words).subList(1, words.length));
        Method method = RandomMethods.of(kind, new Random(0));

        assertThat(method.rabbitName()).isEqualTo(name.toLowerCase(Locale.ROOT));
    }

    @Test
    void methodsThatDoNotExistAreNotFound() throws MalformedFieldException {
        assertThat(MethodReaders.read(Method.id(60, 41), ByteBuffer.allocate(100)))
                .isEmpty();
        assertThat(MethodReaders.read(-1, ByteBuffer.allocate(100))).isEmpty();
    }
}
