package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real file system, for a reader that changes nothing. */
final class ReadOnlyDisk implements Disk {
    @Override
    public DiskFile open(Path file) throws IOException {
        return new ReadOnlyFile(FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public void delete(Path file) throws IOException {
        throw refusal();
    }

    @Override
    public long usableBytes(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        throw refusal();
    }

    private static IOException refusal() {
        return new IOException("the store was opened for reading");
    }

    private record ReadOnlyFile(FileChannel channel) implements DiskFile {
        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            throw refusal();
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            return channel.read(bytes, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            throw refusal();
        }

        @Override
        public void force() throws IOException {
            throw refusal();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
