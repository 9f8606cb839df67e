package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One file of the log. Written by the writer thread alone, read from any. */
final class Segment implements AutoCloseable {
    final int number;
    private final Path file;
    private final FileChannel channel;
    /** For readers: an interrupt of one of them closes the channel that it uses. */
    private volatile FileChannel readChannel;
    /** End of what is known to be good. */
    private volatile long end;

    private Segment(int number, Path file, FileChannel channel, FileChannel readChannel, long end) {
        this.number = number;
        this.file = file;
        this.channel = channel;
        this.readChannel = readChannel;
        this.end = end;
    }

    static Segment open(Path directory, int number) throws IOException {
        Path file = directory.resolve(String.format("%08d.log", number));
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new Segment(number, file, channel, FileChannel.open(file, StandardOpenOption.READ), channel.size());
    }

    static int numberOf(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".log", ""));
    }

    long end() {
        return end;
    }

    /** Writes at the end. When it fails nothing of it remains. */
    void append(ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }

    /** What was appended up to here is good. */
    void commit(long newEnd) {
        end = newEnd;
    }

    /** Cuts what was appended after the last commit. */
    void rollBack() throws IOException {
        channel.truncate(end);
    }

    void cutAt(long newEnd) throws IOException {
        channel.truncate(newEnd);
        channel.force(false);
        end = newEnd;
    }

    void sync() throws IOException {
        channel.force(false);
    }

    byte[] read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long position = offset;
        FileChannel from = readable();
        while (bytes.hasRemaining()) {
            int count = from.read(bytes, position);
            if (count < 0) {
                break;
            }
            position += count;
        }
        return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    private synchronized FileChannel readable() throws IOException {
        if (!readChannel.isOpen() && channel.isOpen()) {
            readChannel = FileChannel.open(file, StandardOpenOption.READ);
        }
        return readChannel;
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
        readChannel.close();
    }
}
