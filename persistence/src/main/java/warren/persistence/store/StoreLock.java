package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a data directory: one process at a time. The lock is on a file of its own, and the directories that this process
 * has open are known, since closing any second channel of a file would give up the operating system's lock.
 */
final class StoreLock implements AutoCloseable {
    private static final String FORMAT = "3";
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private StoreLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    static StoreLock acquire(Path directory) throws IOException {
        Path real = directory.toRealPath();
        if (!OPEN_HERE.add(real)) {
            throw new StoreException("data directory " + directory + " is in use by this process");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                throw new StoreException("data directory " + directory + " is in use by another Warren" + owner(channel)
                        + "; stop that one or choose another directory with --data-dir");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new StoreLock(real, channel);
        } catch (IOException | RuntimeException e) {
            OPEN_HERE.remove(real);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).trim();
        return text.isEmpty() ? "" : " (process " + text + ")";
    }

    @Override
    public void close() throws IOException {
        channel.close();
        OPEN_HERE.remove(directory);
    }

    /** Refuses a store of a newer format; marks a new directory with ours. */
    static void checkFormat(Path directory) throws IOException {
        Path file = directory.resolve("format");
        if (!Files.exists(file)) {
            Files.writeString(file, FORMAT + "\n");
            return;
        }
        String found = Files.readString(file).trim();
        if (found.equals("1") || found.equals("2")) {
            throw new StoreException("data directory " + directory + " has format " + found
                    + ", which only development versions before the first release wrote: start with an empty one");
        }
        if (!found.equals(FORMAT)) {
            throw new StoreException("data directory " + directory + " has format " + found
                    + ", this Warren knows format " + FORMAT + ": use the newer Warren that made it");
        }
    }
}
