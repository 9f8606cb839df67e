package warren.persistence.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.DefinitionsChanged;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.QueueDefinition;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;
import warren.persistence.event.VirtualHostDefinition;
import warren.persistence.store.LogRecord;
import warren.persistence.store.Progress;
import warren.persistence.store.Store;
import warren.persistence.store.StoreException;
import warren.persistence.store.StoreSettings;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Checking and repairing a store in which single bits have flipped. */
class StoreRepairTest {
    private static final StoreSettings SETTINGS = new StoreSettings(false, 1 << 20);
    private static final Progress SILENT = (step, done, total) -> {};
    private static final String QUEUE = "queue/1/1";
    private static final String OTHER = "queue/1/2";

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void fill() {
        directory = temporary.resolve("data");
        try (Store store = Store.open(directory, SETTINGS)) {
            append(store, "access", 1, new DefinitionsChanged(List.of(host())));
            append(store, "vhost/1", 1, new DefinitionsChanged(List.of(declared("which-decays", 1))));
            append(store, "vhost/1", 2, new DefinitionsChanged(List.of(declared("other", 2))));
            append(store, OTHER, 1, came(0, "a", "b"));
            for (int i = 0; i < 4; i++) {
                append(store, QUEUE, i + 1L, came(2 * i, "text-" + 2 * i, "text-" + (2 * i + 1)));
            }
            append(store, QUEUE, 5, new QueueChanged(List.of(), OffsetRanges.range(0, 2)));
        }
    }

    private static DefinitionEvent host() {
        return new DefinitionEvent.VirtualHostAdded(new VirtualHostDefinition("/", 1, "", List.of()));
    }

    private static DefinitionEvent declared(String name, long id) {
        return new DefinitionEvent.QueueDeclared(new QueueDefinition(name, id, true, false, FieldTable.EMPTY));
    }

    private static QueueChanged came(long offset, String... texts) {
        List<StoredMessage> messages = new ArrayList<>();
        for (String text : texts) {
            byte[] body = text.getBytes(StandardCharsets.US_ASCII);
            messages.add(new StoredMessage(
                    offset + messages.size(), new Message("", "key", new byte[2], body), StoredMessage.NEVER));
        }
        return new QueueChanged(messages, OffsetRanges.EMPTY);
    }

    private static void append(Store store, String id, long sequenceNr, Object event) {
        await(store.append(List.of(new LogRecord(id, sequenceNr, StoredObject.write(event)))));
    }

    private static void await(CompletionStage<Void> stage) {
        stage.toCompletableFuture().join();
    }

    /** A snapshot of the first events, which gives up those in which nothing waits. */
    private void snapshotOf(int events) {
        try (Store store = Store.open(directory, SETTINGS)) {
            var image = new QueueImage();
            for (long i = 1; i <= events; i++) {
                image.apply(i, (QueueChanged) StoredObject.read("event", store.read(QUEUE, i)));
            }
            await(store.saveSnapshot(QUEUE, events, StoredObject.write(image.snapshot())));
            await(store.release(QUEUE, image.takeDead(events)));
        }
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            return files.sorted().toList();
        }
    }

    /** Flips a bit so many bytes behind the last place of a text. */
    private void damage(String text, int behind) throws IOException {
        Path segment = segments().get(0);
        int at = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1).lastIndexOf(text) + behind;
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            int value = file.read();
            file.seek(at);
            file.write(value ^ 1);
        }
    }

    private StoreReport check() {
        return StoreCheck.run(directory, SILENT);
    }

    private StoreReport.QueueFound queue(StoreReport report, String id) {
        return report.queues().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Repairs, and answers what was found before. */
    private StoreReport repair() throws IOException {
        Path copy = directory.resolve("damaged");
        List<byte[]> found = new ArrayList<>();
        for (Path segment : segments()) {
            found.add(Files.readAllBytes(segment));
        }
        StoreRepair.Done done = StoreRepair.run(directory, copy, SILENT);
        assertThat(done.copy()).contains(copy);
        for (int i = 0; i < found.size(); i++) {
            String name = "0000000" + (i + 1) + ".log";
            assertThat(Files.readAllBytes(copy.resolve("segments").resolve(name)))
                    .isEqualTo(found.get(i));
        }
        assertThat(done.after().isSound()).as("%s", done.after()).isTrue();
        return done.before();
    }

    @Test
    void aSoundStoreIsCountedAndNotTouched() throws IOException {
        byte[] before = Files.readAllBytes(segments().get(0));
        StoreReport report = check();

        assertThat(report.isSound()).isTrue();
        assertThat(report.totals().events()).isEqualTo(9);
        assertThat(report.totals().damaged()).isEmpty();
        assertThat(report.owners()).isEqualTo(4);
        assertThat(queue(report, QUEUE))
                .isEqualTo(new StoreReport.QueueFound(QUEUE, "/", "which-decays", 5, 0, List.of()));
        assertThat(Files.readAllBytes(segments().get(0))).isEqualTo(before);
        assertThat(StoreRepair.run(directory, directory.resolve("copy"), SILENT).copy())
                .isEmpty();
        assertThat(directory.resolve("copy")).doesNotExist();
    }

    @Test
    void anEventThatIsNotInTheSnapshotIsDropped() throws IOException {
        damage("text-4", 0);
        StoreReport before = repair();

        assertThat(queue(before, QUEUE).waiting()).isEqualTo(3);
        assertThat(queue(before, QUEUE).lost()).isEqualTo(2);
        assertThat(before.totals().damaged()).singleElement().satisfies(place -> {
            assertThat(place.owner()).isEqualTo(QUEUE);
            assertThat(place.isNeeded()).isTrue();
        });
        assertThat(queue(check(), QUEUE).waiting()).isEqualTo(3);
        assertThat(queue(check(), OTHER).waiting()).isEqualTo(2);
    }

    @Test
    void theLastMessagesAreCountedToo() throws IOException {
        try (Store store = Store.open(directory, SETTINGS)) {
            append(store, QUEUE, 6, came(8, "last-8", "last-9", "last-10"));
        }
        damage("last-9", 0);
        assertThat(queue(repair(), QUEUE).lost()).isEqualTo(3);
    }

    @Test
    void anEventThatTheSnapshotStandsForIsDropped() throws IOException {
        snapshotOf(5);
        damage("text-3", 0);
        StoreReport before = repair();

        assertThat(queue(before, QUEUE).waiting()).isEqualTo(4);
        assertThat(queue(before, QUEUE).lost()).isEqualTo(1);
        assertThat(queue(check(), QUEUE).waiting()).isEqualTo(4);
    }

    @Test
    void aHeadThatIsDamagedCostsItsEventAlone() throws IOException {
        damage("text-4", -50);
        assertThat(queue(repair(), QUEUE).waiting()).isEqualTo(3);
    }

    @Test
    void withoutItsSnapshotAQueueHasAllMessagesOfItsEvents() throws IOException {
        snapshotOf(5);
        damage("queue-image-3", 14);
        StoreReport before = repair();

        assertThat(queue(before, QUEUE).damage()).anyMatch(line -> line.contains("the snapshot of " + QUEUE));
        assertThat(queue(before, QUEUE).waiting()).as("one was consumed before").isEqualTo(6);
    }

    @Test
    void aQueueWhoseDefinitionIsLostGetsAnotherName() throws IOException {
        damage("which-decays", 0);
        StoreReport before = repair();

        assertThat(before.definitions())
                .filteredOn(each -> each.id().equals("vhost/1"))
                .singleElement()
                .satisfies(each -> assertThat(each.damage()).hasSize(1));
        assertThat(queue(check(), QUEUE).name()).isEqualTo("salvaged-1");
        assertThat(queue(check(), QUEUE).waiting()).isEqualTo(5);
        assertThat(queue(check(), OTHER).name()).isEqualTo("other");
    }

    @Test
    void whatIsRepairedGoesOn_alsoWithoutItsIndex() throws IOException {
        damage("text-4", 0);
        repair();
        try (Store store = Store.open(directory, SETTINGS)) {
            append(store, QUEUE, store.highestSequenceNr(QUEUE) + 1, came(100, "more"));
        }
        try (Stream<Path> index = Files.list(directory.resolve("index"))) {
            for (Path file : index.toList()) {
                Files.delete(file);
            }
        }
        try (Store store = Store.open(directory, SETTINGS)) {
            assertThat(QueueSalvage.of(store.records(), QUEUE).damage()).isEmpty();
            assertThat(QueueSalvage.of(store.records(), QUEUE).waiting()).isEqualTo(4);
        }
    }

    @Test
    void aStoreThatIsOpenIsRefused_andADirectoryWithoutOne() {
        try (Store store = Store.open(directory, SETTINGS)) {
            assertThat(store.persistenceIds("")).isNotEmpty();
            assertThatThrownBy(this::check).isInstanceOf(StoreException.class).hasMessageContaining("is in use");
        }
        assertThatThrownBy(() -> StoreCheck.run(temporary.resolve("nothing"), SILENT))
                .hasMessageContaining("there is no store in");
        assertThat(Arrays.asList(temporary.toFile().list())).containsExactly("data");
    }
}
