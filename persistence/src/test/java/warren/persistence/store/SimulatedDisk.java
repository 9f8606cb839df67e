package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk that remembers what is safe. After a loss of power a file is what was synced, and of the pages that were written since any
 * may be there in their new form or their old one; likewise its new length. A name that was made or deleted since the last sync of
 * the directory is there or not.
 */
final class SimulatedDisk implements Disk {
    private static final int PAGE = 64;

    private final Disk real = new FileDisk();
    /** Contents that are safe; files whose names are not yet safe are not in it. */
    private final Map<String, byte[]> safe = new TreeMap<>();

    private final Map<String, byte[]> synced = new TreeMap<>();
    /** Files that were deleted, but whose directory was not synced since: they may be there again. */
    private final Map<String, byte[]> deleted = new TreeMap<>();

    /** One of the states that a loss of power at this moment may leave. */
    synchronized void losePower(Path segments, Path target, Random random) throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, byte[]> file : safe.entrySet()) {
            Path now = segments.resolve(file.getKey());
            byte[] before = synced.getOrDefault(file.getKey(), file.getValue());
            byte[] after = Files.exists(now) ? Files.readAllBytes(now) : before;
            Files.write(target.resolve(file.getKey()), mix(before, after, random));
        }
        for (Map.Entry<String, byte[]> file : deleted.entrySet()) {
            if (random.nextBoolean()) {
                Files.write(target.resolve(file.getKey()), file.getValue());
            }
        }
        for (Path file : files(segments)) {
            String name = file.getFileName().toString();
            if (!safe.containsKey(name) && random.nextBoolean()) {
                byte[] before = synced.getOrDefault(name, new byte[0]);
                Files.write(target.resolve(name), mix(before, Files.readAllBytes(file), random));
            }
        }
    }

    private static byte[] mix(byte[] before, byte[] after, Random random) {
        // a cut that was not synced may not have happened
        int length = random.nextBoolean() ? after.length : before.length;
        if (length < after.length && random.nextBoolean()) {
            length += random.nextInt(after.length - length + 1);
        }
        byte[] mixed = Arrays.copyOf(before, length);
        int kind = random.nextInt(3);
        for (int at = 0; at < length; at += PAGE) {
            boolean isNew = kind == 0 || (kind == 1 && random.nextBoolean());
            if (isNew && at < after.length) {
                System.arraycopy(after, at, mixed, at, Math.min(PAGE, Math.min(length, after.length) - at));
            }
        }
        return mixed;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new SimulatedFile(file, real.open(file));
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        String name = file.getFileName().toString();
        byte[] known = safe.remove(name);
        byte[] content = synced.remove(name);
        if (known != null) {
            deleted.put(name, content == null ? known : content);
        }
        real.delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return Long.MAX_VALUE;
    }

    @Override
    public synchronized void syncDirectory(Path directory) throws IOException {
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            safe.putIfAbsent(name, synced.getOrDefault(name, new byte[0]));
        }
        deleted.clear();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (var all = Files.list(directory)) {
            return all.toList();
        }
    }

    private final class SimulatedFile implements DiskFile {
        private final Path path;
        private final DiskFile file;

        SimulatedFile(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                return file.write(bytes, position);
            }
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return file.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                synced.put(path.getFileName().toString(), Files.readAllBytes(path));
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
