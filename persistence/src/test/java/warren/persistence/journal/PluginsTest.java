package warren.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;

/** The journal plug-in as an actor sees it. */
class PluginsTest {
    @TempDir
    Path directory;

    record Add(long offset, int events, ActorRef<String> replyTo) {}

    /** Its state is the text of all that it has persisted. */
    static final class Recorder extends EventSourcedBehavior<Add, QueueChanged, String> {
        Recorder(String id) {
            super(PersistenceId.ofUniqueId(id));
        }

        static Behavior<Add> create(String id) {
            return new Recorder(id);
        }

        @Override
        public String emptyState() {
            return "";
        }

        @Override
        public CommandHandler<Add, QueueChanged, String> commandHandler() {
            return newCommandHandlerBuilder().forAnyState().onAnyCommand(command -> {
                List<QueueChanged> events = java.util.stream.LongStream.range(0, command.events())
                        .mapToObj(i -> new QueueChanged(List.of(), OffsetRanges.of(command.offset() + i)))
                        .toList();
                return Effect().persist(events).thenReply(command.replyTo(), state -> state);
            });
        }

        @Override
        public EventHandler<String, QueueChanged> eventHandler() {
            return (state, event) -> state + event.settled().first(0) + " ";
        }
    }

    private ActorTestKit start() {
        Config config = ConfigFactory.parseString("warren.persistence.directory = \"" + directory + "\"\n"
                        + "pekko.persistence.journal.plugin = warren.persistence.journal\n"
                        + "pekko.persistence.snapshot-store.plugin = warren.persistence.snapshots")
                .withFallback(ConfigFactory.load());
        return ActorTestKit.create("plugins", config);
    }

    private static String add(ActorTestKit kit, ActorRef<Add> recorder, long offset, int events) {
        TestProbe<String> probe = kit.createTestProbe();
        recorder.tell(new Add(offset, events, probe.ref()));
        return probe.receiveMessage(java.time.Duration.ofSeconds(20));
    }

    @Test
    void actorsRecoverWhatTheyPersisted_inOrder_eachItsOwn() {
        ActorTestKit first = start();
        for (int id = 0; id < 20; id++) {
            ActorRef<Add> recorder = first.spawn(Recorder.create("r" + id));
            add(first, recorder, id, 1);
            assertThat(add(first, recorder, 100, 3)).isEqualTo(id + " 100 101 102 ");
            first.stop(recorder);
            assertThat(add(first, first.spawn(Recorder.create("r" + id)), 7, 0)).isEqualTo(id + " 100 101 102 ");
        }
        first.shutdownTestKit();
        ActorTestKit second = start();
        for (int id = 0; id < 20; id++) {
            ActorRef<Add> recorder = second.spawn(Recorder.create("r" + id));
            assertThat(add(second, recorder, 9, 1)).isEqualTo(id + " 100 101 102 9 ");
        }
        StoreExtension store = StoreExtension.get(second.system());
        assertThat(store.persistenceIds("r")).hasSize(20);
        assertThat(store.store().highestSequenceNr("r3")).isEqualTo(5);
        second.shutdownTestKit();
    }
}
