package warren.persistence.store;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room on the disk that the log leaves free. LevelDB maps its files, so that a disk without room would end the process at the next write
 * of the index; and room must be left to write down what need not be kept, or nothing would ever be deleted.
 */
final class Reserve {
    /** Less than this: nothing new is kept. */
    static final long BYTES = 48L << 20;
    /** Less than this: nothing is written at all. */
    static final long UPKEEP_BYTES = 16L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private final Disk disk;
    private final Path directory;

    private volatile boolean isFull;

    Reserve(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** Before the store is opened, which writes too. */
    void checkStart() throws IOException {
        if (disk.usableBytes(directory) < UPKEEP_BYTES) {
            throw new IOException(
                    "the disk is full, " + text() + "; at least " + mebibytes(UPKEEP_BYTES) + " are needed");
        }
    }

    /** True when something new of this size may be written. */
    boolean hasRoomFor(long bytes) {
        boolean hasRoom = disk.usableBytes(directory) - bytes >= BYTES;
        if (hasRoom == isFull) {
            isFull = !hasRoom;
            if (isFull) {
                LOG.error("{}: nothing new is kept until there is more room", text());
            } else {
                LOG.info("{}: there is room again", text());
            }
        }
        return hasRoom;
    }

    /** True while there was no room for what was last asked for. For any thread. */
    boolean isFull() {
        return isFull;
    }

    /** Refuses what would be too much even for deletions and the moving of records. */
    void requireUpkeep(long bytes) throws IOException {
        if (disk.usableBytes(directory) - bytes < UPKEEP_BYTES) {
            throw new IOException("the disk is full, " + text());
        }
    }

    String text() {
        return mebibytes(disk.usableBytes(directory)) + " are free at " + directory;
    }

    static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }
}
