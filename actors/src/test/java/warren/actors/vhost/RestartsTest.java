package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private final Restarts restarts = new Restarts(new RestartLimits(8, Duration.ofMinutes(1)));

    @Test
    void waitLongerEachTime_andGiveUpInTheEnd() {
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            delays.add(restarts.onFailure(START.plusSeconds(i)).orElseThrow().toMillis());
        }

        assertThat(delays).containsExactly(0L, 50L, 100L, 200L, 400L, 800L, 1600L, 3200L);
        assertThat(restarts.hasGivenUp()).isFalse();
        assertThat(restarts.onFailure(START.plusSeconds(9))).isEmpty();
        assertThat(restarts.hasGivenUp()).isTrue();
        assertThat(restarts.total()).isEqualTo(8);
    }

    @Test
    void beginAnewAfterAHealthyTime() {
        restarts.onFailure(START);
        restarts.onFailure(START);

        assertThat(restarts.onFailure(START.plusSeconds(61))).contains(Duration.ZERO);
        assertThat(restarts.total()).isEqualTo(3);
    }
}
