package warren.actors.info;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PidsTest {
    private final Pids pids = new Pids("rabbit@host.example", 1_700_000_000);

    @Test
    void looksLikeErlangs() {
        assertThat(pids.of("17")).isEqualTo("<rabbit@host.example.1700000000.17.0>");
    }

    @Test
    void givesTheNameBack() {
        assertThat(pids.id(pids.of("17"))).contains("17");
        assertThat(pids.id(pids.of("a.b.0"))).contains("a.b.0");
    }

    @Test
    void namesNobodyWhenItIsOfAnotherRun() {
        assertThat(pids.id("<rabbit@host.example.1600000000.17.0>")).contains("");
        assertThat(pids.id("<other@host.1.2.3>")).contains("");
    }

    @Test
    void refusesAnyOtherShape() {
        assertThat(pids.id("notapid")).isEmpty();
    }

    @Test
    void isEmptyForNobody() {
        assertThat(pids.of("")).isEmpty();
    }
}
