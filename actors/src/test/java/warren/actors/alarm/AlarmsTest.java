package warren.actors.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlarmsTest {
    @Test
    void givesRabbitsReasons() {
        Alarms memory = Alarms.NONE.with(Resource.MEMORY, true);

        assertThat(memory.reason()).isEqualTo("low on memory");
        assertThat(memory.with(Resource.DISK, true).reason()).isEqualTo("low on disk & memory");
        assertThat(Alarms.NONE.with(Resource.DISK, true).reason()).isEqualTo("low on disk");
    }

    @Test
    void areOnUntilTheLastIsCleared() {
        Alarms both = Alarms.NONE.with(Resource.MEMORY, true).with(Resource.DISK, true);

        assertThat(both.with(Resource.DISK, false).areOn()).isTrue();
        assertThat(both.with(Resource.DISK, false).with(Resource.MEMORY, false)).isEqualTo(Alarms.NONE);
        assertThat(Alarms.NONE.areOn()).isFalse();
    }
}
