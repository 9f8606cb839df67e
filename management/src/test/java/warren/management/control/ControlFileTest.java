package warren.management.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFileTest {
    private static final ControlFile FILE = new ControlFile("rabbit@here", "127.0.0.1", 1234, "geheim", 99);

    @TempDir
    private Path directory;

    @Test
    void tellsWhereTheBrokerIs() throws IOException {
        FILE.writeTo(directory);

        assertThat(directory.resolve("control.json")).hasContent("""
                        {"node":"rabbit@here","host":"127.0.0.1","port":1234,"secret":"geheim","pid":99}
                        """);
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        FILE.writeTo(directory);

        assertThat(Files.getPosixFilePermissions(directory.resolve("control.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void replacesAnOldOneAndLeavesNoDraft() throws IOException {
        Files.writeString(directory.resolve("control.json"), "old");
        Files.writeString(directory.resolve("control.json.tmp"), "draft of a crashed one");

        FILE.writeTo(directory);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("control.json"));
        }
        assertThat(directory.resolve("control.json")).content().contains("geheim");
    }

    @Test
    void goesAtStop_evenTwice() throws IOException {
        FILE.writeTo(directory);

        ControlFile.removeFrom(directory);
        ControlFile.removeFrom(directory);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void secretsDiffer() {
        assertThat(ControlFile.newSecret()).hasSize(64).isNotEqualTo(ControlFile.newSecret());
    }
}
