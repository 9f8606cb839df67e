package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    @Test
    void oneIsDueAfterEachSilentHalfInterval() {
        var heartbeats = new Heartbeats(7, 0);
        assertThat(heartbeats.isDue(7)).isTrue();
        assertThat(heartbeats.isDue(8)).as("only the heartbeat has left").isTrue();
        assertThat(heartbeats.isDue(9)).isTrue();
    }

    @Test
    void noneIsDueWhenSomethingElseHasLeft() {
        var heartbeats = new Heartbeats(7, 0);
        assertThat(heartbeats.isDue(8)).isFalse();
        assertThat(heartbeats.isDue(8)).isTrue();
        assertThat(heartbeats.isDue(10)).as("the heartbeat and something else").isFalse();
    }
}
