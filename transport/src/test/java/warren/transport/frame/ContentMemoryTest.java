package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentMemoryTest {
    private static final long MIB = 1 << 20;
    private final ContentMemory memory = new ContentMemory(8 * MIB);
    private final List<String> granted = new ArrayList<>();

    @Test
    void isNeverOverbooked() {
        assertThat(memory.reserve(4 * MIB)).isTrue();
        assertThat(memory.reserve(4 * MIB)).isFalse();
        assertThat(memory.reserve(3 * MIB)).isTrue();
        assertThat(memory.reservedBytes()).isEqualTo(7 * MIB);
    }

    @Test
    void keepsALastEighthForSmallBodies() {
        assertThat(memory.largestBytes()).isEqualTo(7 * MIB);
        assertThat(memory.reserve(7 * MIB)).isTrue();
        for (int i = 0; i < 8; i++) {
            assertThat(memory.reserve(ContentMemory.SMALL_BYTES_MAX)).isTrue();
        }
        assertThat(memory.reserve(1)).isFalse();
    }

    @Test
    void grantsInTheOrderOfTheWait_andNobodyPushesIn() {
        memory.reserve(5 * MIB);
        memory.await(6 * MIB, () -> granted.add("first"));
        memory.await(MIB, () -> granted.add("second"));

        assertThat(memory.reserve(MIB)).isFalse();
        memory.release(4 * MIB);
        assertThat(granted).containsExactly("first");
        memory.release(MIB);
        assertThat(granted).containsExactly("first", "second");
        assertThat(memory.reservedBytes()).isEqualTo(7 * MIB);
    }

    @Test
    void grantsAtOnceWhatFitsByThen() {
        memory.await(MIB, () -> granted.add("it"));
        assertThat(granted).containsExactly("it");
    }

    @Test
    void whoGivesUpHasNothing_unlessItWasGranted() {
        memory.reserve(7 * MIB);
        ContentMemory.Turn turn = memory.await(2 * MIB, () -> granted.add("it"));
        ContentMemory.Turn later = memory.await(MIB, () -> granted.add("later"));

        assertThat(memory.giveUp(turn)).isTrue();
        assertThat(memory.giveUp(turn)).isFalse();
        memory.release(7 * MIB);
        assertThat(granted).containsExactly("later");
        assertThat(memory.giveUp(later)).isFalse();
        assertThat(memory.reservedBytes()).isEqualTo(MIB);
    }
}
