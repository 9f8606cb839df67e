package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static warren.persistence.store.StoreDirectory.event;
import static warren.persistence.store.StoreDirectory.numbers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of a process under load: what it said to be safe is there, in order, and it goes on from there. */
@Timeout(21_600)
class KillTest {
    private static final int ROUNDS = Integer.getInteger("warren.test.kills", 4);
    private static final int OWNERS = 5;
    private static final int SNAPSHOT_EVERY = 40;

    @TempDir
    Path directory;

    /** Appends, saves snapshots and releases without end; tells each acknowledged append. */
    public static final class Writer {
        public static void main(String[] args) {
            try (Store store = StoreDirectory.open(Path.of(args[0]))) {
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < OWNERS; i++) {
                    String id = "id" + i;
                    threads.add(new Thread(() -> write(store, id)));
                }
                threads.forEach(Thread::start);
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void write(Store store, String id) {
            for (long next = store.highestSequenceNr(id) + 1; ; next++) {
                long number = next;
                StoreDirectory.await(store.append(List.of(event(id, number, (int) (number * 37 % 900)))));
                System.out.println(id + " " + number);
                if (number % SNAPSHOT_EVERY == 0) {
                    StoreDirectory.await(store.saveSnapshot(
                            id, number, event(id, -number, 64).payload()));
                    System.out.println(id + " -" + number);
                    store.release(id, StoreDirectory.range(Math.max(2, number - SNAPSHOT_EVERY), number - 1));
                }
            }
        }
    }

    @Test
    void whatWasAcknowledgedIsThere() throws Exception {
        var random = new Random(11);
        long[] acknowledged = new long[OWNERS];
        long[] snapshots = new long[OWNERS];
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(500 + random.nextInt(3_000), acknowledged, snapshots);
            if (round % 2 == 1) {
                StoreDirectory.delete(directory.resolve("index"));
            }
            try (Store store = StoreDirectory.open(directory)) {
                for (int i = 0; i < OWNERS; i++) {
                    check(store, "id" + i, acknowledged[i], snapshots[i]);
                }
            }
        }
    }

    private static void check(Store store, String id, long acknowledged, long snapshot) {
        assertThat(store.highestSequenceNr(id)).as(id).isGreaterThanOrEqualTo(acknowledged);
        long standsFor = store.snapshotSequenceNr(id).orElse(0L);
        assertThat(standsFor).as(id).isGreaterThanOrEqualTo(snapshot);
        store.snapshot(id)
                .ifPresent(bytes -> assertThat(bytes)
                        .as(id)
                        .isEqualTo(event(id, -standsFor, 64).payload()));
        List<Long> found = numbers(store, id);
        assertThat(found.subList(
                        (int) found.stream().filter(each -> each <= standsFor).count(), found.size()))
                .as(id)
                .isEqualTo(LostIndexTest.longs(standsFor + 1, store.highestSequenceNr(id)));
        assertThat(found).as(id).isSorted().startsWith(1L);
    }

    private void killAfter(int acknowledgements, long[] acknowledged, long[] snapshots)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int count = 0;
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                // the last line may be torn by the kill
                if (words.length == 2 && line.startsWith("id")) {
                    int owner = words[0].charAt(2) - '0';
                    long number = Long.parseLong(words[1].equals("-") ? "0" : words[1]);
                    if (number < 0) {
                        snapshots[owner] = Math.max(snapshots[owner], -number);
                    } else {
                        acknowledged[owner] = Math.max(acknowledged[owner], number);
                    }
                }
                if (++count == acknowledgements) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertThat(count).isGreaterThanOrEqualTo(acknowledgements);
    }
}
