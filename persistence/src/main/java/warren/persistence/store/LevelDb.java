package warren.persistence.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.iq80.leveldb.DBFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** LevelDB: its native library where there is one for this platform, else the slower Java version. */
final class LevelDb {
    private static final Logger LOG = LoggerFactory.getLogger(LevelDb.class);
    /** Where the library is looked for, and taken out of its jar when it is not there. */
    private static final String LIBRARY_PATH = "library.leveldbjni.path";

    private static final DBFactory FACTORY = load();

    private LevelDb() {}

    static DBFactory factory() {
        return FACTORY;
    }

    private static DBFactory load() {
        if (System.getProperty(LIBRARY_PATH) != null) {
            return loadFromPath();
        }
        try {
            // a process that is killed leaves what it took out of the jar: so the file goes as soon as it is loaded
            Path scratch = Files.createTempDirectory("warren-leveldb");
            // where a loaded file cannot be deleted: the directory goes after it
            scratch.toFile().deleteOnExit();
            System.setProperty(LIBRARY_PATH, scratch.toString());
            try {
                return loadFromPath();
            } finally {
                System.clearProperty(LIBRARY_PATH);
                delete(scratch);
            }
        } catch (IOException e) {
            LOG.warn("no temporary directory for LevelDB's native library: {}", e.toString());
            return loadFromPath();
        }
    }

    private static DBFactory loadFromPath() {
        try {
            return org.fusesource.leveldbjni.JniDBFactory.factory;
        } catch (LinkageError e) {
            LOG.warn("LevelDB's native library does not load on this platform; the slower Java version is used", e);
            return org.iq80.leveldb.impl.Iq80DBFactory.factory;
        }
    }

    private static void delete(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            LOG.debug("{} stays until the process ends", directory, e);
        }
    }
}
