package warren.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fusesource.leveldbjni.JniDBFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LevelDbTest {
    /** A process that is killed deletes nothing. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theNativeLibraryIsLoadedAndItsFileIsGone() throws IOException {
        assertThat(LevelDb.factory()).isInstanceOf(JniDBFactory.class);

        assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                .filteredOn(line -> line.contains("leveldbjni"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("(deleted)"));
    }
}
