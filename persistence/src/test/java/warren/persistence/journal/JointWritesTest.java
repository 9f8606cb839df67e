package warren.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import warren.persistence.store.LogRecord;

class JointWritesTest {
    private final List<List<String>> written = new ArrayList<>();
    private CompletableFuture<Void> disk = CompletableFuture.completedFuture(null);

    private final JointWrites writes = new JointWrites(records -> {
        written.add(records.stream().map(LogRecord::persistenceId).sorted().toList());
        return disk;
    });

    @Test
    void writesAllPartsAtOnceWhenTheLastHasCome() {
        var begun = writes.begin(List.of("a", "b"));
        var first = append(begun, "a");
        assertThat(written).isEmpty();
        assertThat(first.isDone()).isFalse();

        var second = append(begun, "b");

        assertThat(written).containsExactly(List.of("a", "b"));
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(begun.done().toCompletableFuture()).isCompleted();
    }

    @Test
    void failsAsAWhole() {
        disk = CompletableFuture.failedFuture(new IllegalStateException("no room"));
        var begun = writes.begin(List.of("a", "b"));
        var parts = List.of(append(begun, "a"), append(begun, "b"));

        assertThat(parts).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(begun.done().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void abandonsWhatAnOwnerThatHasEndedHasAPartIn() {
        var begun = writes.begin(List.of("a", "b"));
        var part = append(begun, "a");

        writes.withdraw("b");

        assertThat(part).isCompletedExceptionally();
        assertThat(begun.done().toCompletableFuture()).isCompletedExceptionally();
        assertThat(append(begun, "b")).isCompletedExceptionally();
        assertThat(written).isEmpty();
    }

    @Test
    void goesOnWithTheOthersWhenAnOwnerEnds() {
        var begun = writes.begin(List.of("a", "b"));

        writes.withdraw("c");
        append(begun, "a");
        append(begun, "b");

        assertThat(written).containsExactly(List.of("a", "b"));
    }

    @Test
    void failsAllPartsWhenOneCannotBeWritten_andWritesNone() {
        var begun = writes.begin(List.of("a", "b"));
        var part = append(begun, "a");

        writes.abandon(begun.number());

        assertThat(part).isCompletedExceptionally();
        assertThat(begun.done().toCompletableFuture()).isCompletedExceptionally();
        assertThat(written).isEmpty();
    }

    @Test
    void refusesAPartOfWhatIsOver() {
        var begun = writes.begin(List.of("a", "b"));
        append(begun, "a");
        append(begun, "b");

        assertThat(append(begun, "a")).isCompletedExceptionally();
        assertThat(written).containsExactly(List.of("a", "b"));
    }

    private CompletableFuture<Void> append(JointWrites.Begun begun, String owner) {
        CompletionStage<Void> stage = writes.append(begun.number(), List.of(new LogRecord(owner, 1, new byte[0])));
        return stage.toCompletableFuture();
    }
}
