package warren.actors.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsActorTest {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @TempDir
    private Path directory;

    private final TestProbe<Alarms> heard = KIT.createTestProbe();
    private final TestProbe<StatusReply<Done>> answers = KIT.createTestProbe();
    private final TestProbe<AlarmsReport> reports = KIT.createTestProbe();
    private ActorRef<AlarmsActor.Command> actor;

    @BeforeEach
    void start() {
        var settings = new AlarmSettings("rabbit@here", directory, 0, 0, new MemoryWatermark.Share(1.0));
        actor = KIT.spawn(AlarmsActor.create(settings, () -> 0, heard.getRef()::tell));
    }

    @AfterEach
    void stop() {
        KIT.stop(actor);
    }

    @Test
    void tellsOfEachAlarm_andOfItsEnd() {
        actor.tell(new AlarmsActor.SetDiskFreeLimit(Long.MAX_VALUE, answers.getRef()));
        heard.expectMessage(new Alarms(Set.of(Resource.DISK)));
        actor.tell(new AlarmsActor.SetMemoryWatermark(new MemoryWatermark.Absolute(1), answers.getRef()));
        heard.expectMessage(new Alarms(Set.of(Resource.DISK, Resource.MEMORY)));

        actor.tell(new AlarmsActor.SetDiskFreeLimit(0, answers.getRef()));
        heard.expectMessage(new Alarms(Set.of(Resource.MEMORY)));
        actor.tell(new AlarmsActor.SetMemoryWatermark(new MemoryWatermark.Share(1), answers.getRef()));
        heard.expectMessage(Alarms.NONE);
        answers.receiveSeveralMessages(4)
                .forEach(answer -> assertThat(answer.isSuccess()).isTrue());
    }

    @Test
    void tellsNothingWhileNothingChanges() {
        actor.tell(new AlarmsActor.SetDiskFreeLimit(1, answers.getRef()));
        answers.receiveMessage();
        heard.expectNoMessage();
    }

    @Test
    void reportsItsLimits() {
        actor.tell(new AlarmsActor.SetRelativeDiskFreeLimit(1_000_000, answers.getRef()));
        actor.tell(new AlarmsActor.SetMemoryWatermark(new MemoryWatermark.Share(0.5), answers.getRef()));
        actor.tell(new AlarmsActor.Report(reports.getRef()));

        AlarmsReport report = reports.receiveMessage();
        assertThat(report.alarms().isOn(Resource.DISK)).isTrue();
        assertThat(report.diskFreeLimit()).isGreaterThan(report.diskFree());
        assertThat(report.memoryLimit()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
        assertThat(report.memoryWatermark()).isEqualTo(new MemoryWatermark.Share(0.5));
    }
}
