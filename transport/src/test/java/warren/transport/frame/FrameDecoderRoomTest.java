package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies that come in pieces have room before they are gathered. */
class FrameDecoderRoomTest {
    private static final int BODY = 700_000;

    private final ContentMemory memory = new ContentMemory(1 << 20);
    private final DecoderLimits limits = new DecoderLimits(131_072, 1 << 20, memory);
    private final FrameDecoder decoder = new FrameDecoder(limits);
    private final List<Inbound> inbound = new ArrayList<>();
    private final byte[] bytes = ClientBytes.tuned(0)
            .publish(1, "x", "k")
            .content(1, ClientBytes.counting(BODY), 100_000)
            .publish(1, "x", "small")
            .content(1, new byte[10], 100)
            .bytes();

    @Test
    void aBodyInOnePieceNeedsNone() {
        memory.reserve(memory.largestBytes());
        byte[] small = ClientBytes.tuned(0)
                .publish(1, "x", "k")
                .content(1, new byte[100_000], 131_000)
                .bytes();

        decoder.decode(small, 0, small.length, inbound);

        assertThat(inbound).hasSize(3);
        assertThat(decoder.isPublishing()).isFalse();
    }

    @Test
    void hasRoomFromItsFirstByteUntilItIsTaken() {
        decoder.decode(bytes, 0, 200_000, inbound);
        assertThat(memory.reservedBytes()).isEqualTo(BODY);
        assertThat(decoder.isPublishing()).isTrue();

        decoder.decode(bytes, 200_000, bytes.length, inbound);
        assertThat(inbound).hasSize(4);
        assertThat(decoder.isPublishing()).isFalse();
        assertThat(memory.reservedBytes()).isEqualTo(BODY);

        decoder.releaseComplete();
        assertThat(memory.reservedBytes()).isZero();
    }

    @Test
    void waitsForRoom_andGoesOnWhereItStood() {
        memory.reserve(600_000);
        decoder.decode(bytes, 0, bytes.length, inbound);
        assertThat(decoder.isWaiting()).isTrue();
        assertThat(inbound).hasSize(2);

        List<String> granted = new ArrayList<>();
        decoder.awaitRoom(() -> granted.add("granted"));
        memory.release(600_000);
        assertThat(granted).hasSize(1);
        Arrays.fill(bytes, (byte) 0x55);
        decoder.resume(inbound);

        assertThat(decoder.isWaiting()).isFalse();
        assertThat(inbound).hasSize(4);
        assertThat(((Command) inbound.get(2)).content().body()).isEqualTo(ClientBytes.counting(BODY));
    }

    @Test
    void skipsTheBodyThatHasWaitedTooLong() {
        memory.reserve(600_000);
        decoder.decode(bytes, 0, bytes.length, inbound);
        decoder.awaitRoom(() -> {
            throw new AssertionError("granted");
        });
        assertThat(decoder.isStuck()).isTrue();
        assertThat(decoder.giveUp()).isTrue();
        decoder.resume(inbound);

        Content skipped = ((Command) inbound.get(2)).content();
        assertThat(skipped.noRoom()).isTrue();
        assertThat(skipped.skippedBytes()).isEqualTo(BODY);
        assertThat(skipped.body()).isEmpty();
        assertThat(((Command) inbound.get(3)).content().body()).hasSize(10);
        assertThat(memory.reservedBytes()).isEqualTo(600_000);
    }

    @Test
    void isNotStuckWhileTheTurnsOfOthersCome() {
        memory.reserve(600_000);
        memory.await(500_000, () -> {});
        decoder.decode(bytes, 0, bytes.length, inbound);
        decoder.awaitRoom(() -> {});
        memory.release(600_000);

        assertThat(decoder.isStuck()).isFalse();
        assertThat(decoder.isStuck()).isTrue();
        memory.setPatient(true);
        assertThat(decoder.isStuck()).isFalse();
    }

    @Test
    void givesAllBackWhenTheConnectionEnds_alsoWhatWasJustGranted() {
        decoder.decode(bytes, 0, 200_000, inbound);
        var second = new FrameDecoder(limits);
        second.decode(bytes, 0, bytes.length, inbound);
        second.awaitRoom(() -> {});
        decoder.close();
        assertThat(memory.reservedBytes()).isEqualTo(BODY);
        second.close();
        assertThat(memory.reservedBytes()).isZero();
    }
}
