package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import warren.actors.access.Fingerprints.Fingerprint;

class FailedLoginsTest {
    private static final InetAddress HERE = address(1);
    private static final InetAddress THERE = address(2);

    private final FailedLogins failures =
            new FailedLogins(new FailedLogins.Rules(3, Duration.ofSeconds(60), Duration.ofSeconds(30)));

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private boolean fails(InetAddress address, String user, int password, long seconds) {
        return failures.failed(address, user, new Fingerprint(password, 0), seconds * 1000);
    }

    private boolean holds(InetAddress address, String user, long seconds) {
        return failures.holds(address, user, seconds * 1000);
    }

    @Test
    void holdAUserAtOneAddress_forAWhile() {
        assertThat(fails(HERE, "u", 1, 0)).isFalse();
        assertThat(fails(HERE, "u", 2, 1)).isFalse();
        assertThat(fails(HERE, "u", 3, 2)).isTrue();

        assertThat(holds(HERE, "u", 31)).isTrue();
        assertThat(holds(THERE, "u", 31)).isFalse();
        assertThat(holds(HERE, "v", 31)).isFalse();
        assertThat(holds(HERE, "u", 32)).isFalse();
        assertThat(fails(HERE, "u", 4, 32)).isFalse();
    }

    @Test
    void countTheSamePasswordOnce() {
        for (int i = 0; i < 10; i++) {
            assertThat(fails(HERE, "u", 1, i)).isFalse();
        }
        assertThat(failures.isKnown(HERE, "u", new Fingerprint(1, 0), 10_000)).isTrue();
        assertThat(failures.isKnown(THERE, "u", new Fingerprint(1, 0), 10_000)).isFalse();
        assertThat(failures.isKnown(HERE, "u", new Fingerprint(2, 0), 10_000)).isFalse();
    }

    @Test
    void countWithinAWindow() {
        fails(HERE, "u", 1, 0);
        fails(HERE, "u", 2, 59);
        assertThat(fails(HERE, "u", 3, 60)).isFalse();
    }

    @Test
    void areForgotten_whenTheRightPasswordComes() {
        fails(HERE, "u", 1, 0);
        fails(HERE, "u", 2, 0);
        failures.succeeded(HERE, "u");
        assertThat(fails(HERE, "u", 3, 0)).isFalse();
    }

    @Test
    void doNotGrowWithoutEnd() {
        for (int i = 0; i < 20_000; i++) {
            fails(HERE, "user " + i, 1, 0);
        }
        assertThat(failures.isKnown(HERE, "user 9999", new Fingerprint(1, 0), 0))
                .isFalse();
        assertThat(failures.isKnown(HERE, "user 10000", new Fingerprint(1, 0), 0))
                .isTrue();
    }

    @Test
    void countNothing_whenTheBrakeIsOff() {
        failures.change(new FailedLogins.Rules(0, Duration.ofSeconds(60), Duration.ofSeconds(30)));
        for (int i = 0; i < 10; i++) {
            assertThat(fails(HERE, "u", i, 0)).isFalse();
        }
        assertThat(holds(HERE, "u", 0)).isFalse();
    }
}
