package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ChunkGatheringTest {
    private static final int CHUNKS = 10_000;
    private static final int COMMAND_BYTES = 100;
    /** A selector comes back a little late. */
    private static final long LATE_NANOS = 50_000;

    private final ChunkGathering gathering = new ChunkGathering();
    private long nanos = 5_000_000_000L;
    /** Of the last run. */
    private long rested;

    private long restedLong;
    private long nanosRested;

    /** A client that sends so many commands within some time, which is not shorter than the least. */
    private void run(int chunks, long leastNanos, LongUnaryOperator commandsIn) {
        rested = 0;
        restedLong = 0;
        nanosRested = 0;
        long rest = 0;
        for (int i = 0; i < chunks; i++) {
            long passed = rest == 0 ? leastNanos : Math.max(leastNanos, rest + LATE_NANOS);
            nanos += passed;
            int commands = (int) commandsIn.applyAsLong(passed);
            rest = gathering.restAfter(commands, commands * COMMAND_BYTES, nanos);
            nanosRested += rest;
            rested += rest > 0 ? 1 : 0;
            restedLong += rest > 500_000 ? 1 : 0;
        }
    }

    private static LongUnaryOperator every(long nanosPerCommand) {
        return passed -> passed / nanosPerCommand;
    }

    @Test
    void neverHoldsUpWhoWaitsForAnswers_atThePaceOfRemoteCalls() {
        run(CHUNKS, 270_000, passed -> 2);
        assertThat(rested).isZero();
    }

    @Test
    void hardlyHoldsUpWhoWaitsForAnswersThatComeQuickly() {
        run(CHUNKS, 60_000, passed -> 1);
        assertThat(rested).isBetween(1L, CHUNKS / 20L);
        assertThat(restedLong).isZero();
    }

    @Test
    void neverHoldsUpASteadyFlowThatTheBrokerKeepsUpWithEasily() {
        run(CHUNKS, 200_000, every(200_000));
        assertThat(rested).isZero();
    }

    @Test
    void gathersWhatIsSentOneByOneInQuickSuccession() {
        run(CHUNKS, 40_000, every(40_000));
        assertThat(restedLong).isGreaterThan(CHUNKS / 2);
    }

    @Test
    void gathersAFloodFromItsFirstMoments() {
        run(4 * 32, 10_000, every(8_000));
        run(CHUNKS, 10_000, every(8_000));
        assertThat(restedLong).isGreaterThan(CHUNKS / 2);
    }

    @Test
    void gathersAStreamThatComesUnevenly() {
        var random = new Random(4);
        run(
                CHUNKS,
                40_000,
                passed -> random.nextInt(10) == 0 ? 0 : Math.round(passed / 40_000.0 * random.nextDouble(0.8, 1.5)));
        assertThat(rested).isGreaterThan(CHUNKS / 2);
    }

    @Test
    void doesNotSlowDownWhoMaySendOnlySoMuchUntilItIsAnswered() {
        run(CHUNKS, 100_000, passed -> 10);
        assertThat(nanosRested).isLessThan(CHUNKS * 100_000L / 4);
    }

    @Test
    void leavesLargeChunksAlone() {
        run(CHUNKS, 400_000, passed -> 400);
        assertThat(rested).isZero();
    }

    @Test
    void letsGoOfOneThatStreamedAndNowWaitsForAnswers() {
        run(CHUNKS, 40_000, every(40_000));
        run(32, 60_000, passed -> 1);
        assertThat(restedLong).as("a single command is never held up for long").isLessThanOrEqualTo(1);
        run(10 * 32, 60_000, passed -> 1);
        run(CHUNKS, 60_000, passed -> 1);
        assertThat(rested).isLessThan(CHUNKS / 20L);
    }

    @Test
    void findsOutAgainWhenThePaceChanges() {
        run(CHUNKS, 60_000, passed -> 1);
        run(CHUNKS, 40_000, every(20_000));
        run(CHUNKS, 40_000, every(20_000));
        assertThat(restedLong).isGreaterThan(CHUNKS / 2);
    }

    @Test
    void aPauseSaysNothing() {
        run(CHUNKS, 40_000, every(40_000));
        nanos += 3_600_000_000_000L;
        run(64, 40_000, every(40_000));
        assertThat(restedLong).isGreaterThan(32);
    }
}
