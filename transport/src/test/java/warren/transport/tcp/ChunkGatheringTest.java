package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class ChunkGatheringTest {
    /** What a rest takes: the pause, and the way back from it. */
    private static final long REST_NANOS = 250_000;

    private static final int CHUNKS = 10_000;
    private static final int COMMAND_BYTES = 100;

    private final ChunkGathering gathering = new ChunkGathering();
    private long nanos = 5_000_000_000L;
    private long restsTaken;
    private long commandsSent;

    /** Rests and what comes after: a client that sends so many commands within some time, but never within less than the least time. */
    private void run(int chunks, long leastNanos, LongUnaryOperator commandsIn) {
        restsTaken = 0;
        commandsSent = 0;
        int rests = 0;
        for (int i = 0; i < chunks; i++) {
            long passed = Math.max(leastNanos, rests * REST_NANOS);
            nanos += passed;
            int commands = (int) commandsIn.applyAsLong(passed);
            commandsSent += commands;
            rests = gathering.restsAfter(commands, commands * COMMAND_BYTES, nanos);
            restsTaken += rests;
        }
    }

    private static LongUnaryOperator every(long nanosPerCommand) {
        return passed -> passed / nanosPerCommand;
    }

    @Test
    void neverHoldsUpWhoWaitsForAnswers_atThePaceOfRemoteCalls() {
        run(CHUNKS, 270_000, passed -> 2);
        assertThat(restsTaken).isZero();
    }

    @Test
    void hardlyHoldsUpWhoWaitsForAnswersThatComeQuickly() {
        run(CHUNKS, 60_000, passed -> 1);
        assertThat(restsTaken).isBetween(1L, CHUNKS / 20L);
    }

    @Test
    void gathersWhatIsSentOneByOneInQuickSuccession() {
        run(CHUNKS, 40_000, every(40_000));
        assertThat(restsTaken).isGreaterThan(3L * CHUNKS);
    }

    @Test
    void gathersAFloodFromItsFirstMoments() {
        run(4 * 32, 10_000, every(8_000));
        run(CHUNKS, 10_000, every(8_000));
        assertThat(restsTaken).isGreaterThan(3L * CHUNKS);
    }

    @Test
    void gathersAStreamThatComesUnevenly() {
        var random = new Random(4);
        run(
                CHUNKS,
                40_000,
                passed -> random.nextInt(10) == 0 ? 0 : Math.round(passed / 40_000.0 * random.nextDouble(0.8, 1.5)));
        assertThat(restsTaken).isGreaterThan(CHUNKS);
    }

    @Test
    void doesNotSlowDownWhoMaySendOnlySoMuchUntilItIsAnswered() {
        int window = 10;
        run(CHUNKS, 100_000, passed -> window);
        long slowest = CHUNKS * 100_000L;
        assertThat(restsTaken * REST_NANOS).isLessThan(slowest / 4);
    }

    @Test
    void leavesLargeChunksAlone() {
        run(CHUNKS, 400_000, passed -> 400);
        assertThat(restsTaken).isZero();
    }

    @Test
    void losesNoTimeWithOneThatStreamedAndNowWaitsForAnswers() {
        run(CHUNKS, 40_000, every(40_000));
        run(10 * 32, 60_000, passed -> 1);
        run(CHUNKS, 60_000, passed -> 1);
        assertThat(restsTaken).isLessThan(CHUNKS / 20L);
    }

    @Test
    void findsOutAgainWhenThePaceChanges() {
        run(CHUNKS, 60_000, passed -> 1);
        run(CHUNKS, 40_000, every(20_000));
        run(CHUNKS, 40_000, every(20_000));
        assertThat(restsTaken).isGreaterThan(3L * CHUNKS);
        assertThat(commandsSent).isPositive();
    }

    @Test
    void aPauseSaysNothing() {
        run(CHUNKS, 40_000, every(40_000));
        nanos += 3_600_000_000_000L;
        run(64, 40_000, every(40_000));
        assertThat(restsTaken).isGreaterThan(64);
    }
}
