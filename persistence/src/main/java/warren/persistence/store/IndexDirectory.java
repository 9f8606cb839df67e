package warren.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.iq80.leveldb.DBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the index is. As all of it can be read from the log again, one that is damaged is thrown away. */
final class IndexDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(IndexDirectory.class);

    private final Path directory;
    /** A file that says that the index was found damaged in use. */
    private final Path damaged;

    IndexDirectory(Path dataDirectory) {
        directory = dataDirectory.resolve("index");
        damaged = dataDirectory.resolve("index-damaged");
    }

    /** An index without a checkpoint is new, or was not finished when it was last built: then it is built from the log. */
    Index open() throws IOException {
        if (Files.exists(damaged)) {
            return openAnew("it was found damaged");
        }
        try {
            Index index = Index.open(directory, this::markDamaged);
            if (index.checkpoint() != null) {
                return index;
            }
            index.close();
            return openAnew("there is none");
        } catch (IOException | DBException | StoreException e) {
            return openAnew("it does not open (" + e.getMessage() + ")");
        }
    }

    Index openAnew(String why) throws IOException {
        LOG.info("the index is built from the log: {}", why);
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : all) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(damaged);
        return Index.open(directory, this::markDamaged);
    }

    private void markDamaged() {
        try {
            Files.write(damaged, new byte[0]);
        } catch (IOException e) {
            LOG.error("cannot write {}: delete {} before the next start", damaged, directory, e);
        }
    }
}
