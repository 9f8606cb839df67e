package warren.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded random bytes and values; a failure names its seed. */
class FieldCodecFuzzTest {
    private static final int ROUNDS = 5_000;
    private static final byte[] LETTERS = "tbBsuIilLfdDTSFAxVz".getBytes();

    @Test
    void whatIsWrittenIsReadAgain() throws MalformedFieldException {
        for (int seed = 0; seed < ROUNDS; seed++) {
            FieldTable table = RandomFields.table(new Random(seed), 3);
            FieldTable read = FieldReader.table(ByteBuffer.wrap(FieldCodecTest.write(table)));

            assertThat(read).as("seed %d", seed).isEqualTo(table);
            assertThat(read.fields().keySet())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(table.fields().keySet());
        }
    }

    @Test
    void bytesAreReadOrRefused_andNothingElseEscapes() {
        int read = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            var random = new Random(seed);
            byte[] bytes = seed % 2 == 0 ? RandomFields.bytes(random) : damaged(random);
            try {
                FieldTable table = FieldReader.table(ByteBuffer.wrap(bytes));
                assertThat(FieldReader.table(ByteBuffer.wrap(FieldCodecTest.write(table))))
                        .as("seed %d", seed)
                        .isEqualTo(table);
                read++;
            } catch (MalformedFieldException refused) {
                assertThat(refused).hasMessageMatching(".+");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(read).as("tables that were damaged but readable").isBetween(ROUNDS / 50, ROUNDS);
    }

    /** A good table with a byte or two changed, most often into a type's letter, so that the reader gets far. */
    private static byte[] damaged(Random random) {
        byte[] bytes = FieldCodecTest.write(RandomFields.table(random, 3));
        for (int i = random.nextInt(3); i > 0; i--) {
            byte changed = random.nextBoolean() ? LETTERS[random.nextInt(LETTERS.length)] : (byte) random.nextInt();
            bytes[random.nextInt(bytes.length)] = changed;
        }
        return bytes;
    }
}
