package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** One file of the log. Written by the writer thread alone, read from any. */
final class Segment implements AutoCloseable {
    final int number;
    private final Path path;
    private final Disk disk;
    private final Disk.DiskFile file;
    /** End of what is known to be good. */
    private volatile long end;

    private Segment(int number, Path path, Disk disk, Disk.DiskFile file) throws IOException {
        this.number = number;
        this.path = path;
        this.disk = disk;
        this.file = file;
        this.end = file.size();
    }

    static Segment open(Disk disk, Path directory, int number) throws IOException {
        Path path = file(directory, number);
        return new Segment(number, path, disk, disk.open(path));
    }

    static Path file(Path directory, int number) {
        return directory.resolve(String.format("%08d.log", number));
    }

    static int numberOf(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".log", ""));
    }

    long end() {
        return end;
    }

    /** Writes; {@link #commit} makes it count. */
    void append(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    /** What was appended up to here is good. */
    void commit(long newEnd) {
        end = newEnd;
    }

    /** What is behind this place does not count, whatever the file holds. */
    void endAt(long newEnd) {
        end = Math.min(end, newEnd);
    }

    /** Cuts what is behind the end, for good. */
    void cut() throws IOException {
        if (file.size() > end) {
            file.truncate(end);
            file.force();
        }
    }

    void sync() throws IOException {
        file.force();
    }

    /** Shorter than asked for when the file ends before. */
    byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long position = offset;
        while (bytes.hasRemaining()) {
            int count = file.read(bytes, position);
            if (count < 0) {
                break;
            }
            position += count;
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    void delete() throws IOException {
        close();
        disk.delete(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
