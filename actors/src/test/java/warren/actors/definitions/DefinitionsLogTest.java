package warren.actors.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.StoreConfig;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.QueueDefinition;
import warren.persistence.store.StoppedStore;
import warren.routing.message.FieldTable;

class DefinitionsLogTest {
    private static final String ID = "vhost/1";

    @TempDir
    Path directory;

    /** With one for each thousand events the cost of an event would grow with the facts that stand. */
    @Test
    void writesASnapshotTheLessOftenTheMoreFactsThereAre_andGivesUpTheEventsBeforeIt() throws Exception {
        append(LongStream.rangeClosed(1, 3_900));

        try (var store = StoppedStore.open(directory)) {
            assertThat(store.records().snapshotSequenceNr(ID)).hasValue(2_000L);
            assertThat(store.records().deletedTo(ID)).isEqualTo(2_000);
        }
        append(LongStream.rangeClosed(3_901, 4_100));
        try (var store = StoppedStore.open(directory)) {
            assertThat(store.records().snapshotSequenceNr(ID)).hasValue(3_999L);
            assertThat(store.records().deletedTo(ID)).isEqualTo(3_999);
        }
        assertThat(append(LongStream.empty()))
                .isEqualTo(LongStream.rangeClosed(1, 4_100)
                        .mapToObj(DefinitionsLogTest::declared)
                        .toList());
    }

    /** In a process of its own, as it were; what it finds. */
    private List<DefinitionEvent> append(LongStream ids) {
        ActorTestKit kit = ActorTestKit.create(StoreConfig.in(directory));
        try {
            TestProbe<DefinitionsLog.Reply> owner = kit.createTestProbe(DefinitionsLog.Reply.class);
            ActorRef<DefinitionsLog.Command> log = kit.spawn(DefinitionsLog.create(ID, owner.getRef()));
            List<DefinitionEvent> found =
                    owner.expectMessageClass(DefinitionsLog.Recovered.class).standing();
            ids.forEach(id -> {
                log.tell(new DefinitionsLog.Append(List.of(declared(id))));
                owner.expectMessage(new DefinitionsLog.Recorded());
            });
            return found;
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static DefinitionEvent declared(long id) {
        return new DefinitionEvent.QueueDeclared(new QueueDefinition("q" + id, id, true, false, FieldTable.EMPTY));
    }
}
