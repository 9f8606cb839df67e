package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static warren.persistence.store.StoreDirectory.append;
import static warren.persistence.store.StoreDirectory.numbers;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process per directory, and only a format that this program knows. */
class StoreLockTest {
    @TempDir
    Path directory;

    /** Tries to open a directory, for another process. */
    public static final class Opener {
        public static void main(String[] args) {
            try (Store store = StoreDirectory.open(Path.of(args[0]))) {
                System.out.println("opened " + store.persistenceIds(""));
            } catch (StoreException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String openElsewhere() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opener.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void aSecondOpeningIsRefused_andDoesNotTakeTheLockAway() throws Exception {
        try (Store store = StoreDirectory.open(directory)) {
            append(store, "q", 1, 3, 10);
            assertThatThrownBy(() -> StoreDirectory.open(directory))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use by this process");
            Path link = directory.resolveSibling(directory.getFileName() + "-link");
            Files.createSymbolicLink(link, directory);
            assertThatThrownBy(() -> StoreDirectory.open(link)).isInstanceOf(StoreException.class);
            Files.delete(link);
            assertThat(openElsewhere())
                    .contains("in use by another Warren")
                    .contains("process " + ProcessHandle.current().pid());
            assertThat(openElsewhere()).contains("in use by another Warren");
            append(store, "q", 4, 5, 10);
        }
        assertThat(openElsewhere()).contains("opened [q]");
        try (Store store = StoreDirectory.open(directory)) {
            assertThat(numbers(store, "q")).hasSize(5);
        }
    }

    @Test
    void aNewerFormatIsRefused_andNothingIsTouched() throws Exception {
        StoreDirectory.open(directory).close();
        String format = Files.readString(directory.resolve("format"));
        Files.writeString(directory.resolve("format"), "1000\n");
        long before = new File(directory.resolve("segments").toFile(), "00000001.log").length();
        assertThatThrownBy(() -> StoreDirectory.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("has format 1000")
                .hasMessageContaining("newer Warren");
        assertThat(new File(directory.resolve("segments").toFile(), "00000001.log").length())
                .isEqualTo(before);
        Files.writeString(directory.resolve("format"), format);
        StoreDirectory.open(directory).close();
    }
}
