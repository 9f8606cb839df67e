package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The real file system. */
final class FileDisk implements Disk {
    @Override
    public DiskFile open(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new ChannelFile(file, channel, FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return directory.toFile().getUsableSpace();
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static final class ChannelFile implements DiskFile {
        private final Path file;
        private final FileChannel channel;
        /** For readers: an interrupt of one of them closes the channel that it uses. */
        private FileChannel readChannel;

        ChannelFile(Path file, FileChannel channel, FileChannel readChannel) {
            this.file = file;
            this.channel = channel;
            this.readChannel = readChannel;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            return channel.write(bytes, position);
        }

        @Override
        public int read(ByteBuffer bytes, long position) throws IOException {
            while (true) {
                int before = bytes.position();
                try {
                    return readable().read(bytes, position);
                } catch (ClosedByInterruptException e) {
                    throw e;
                } catch (ClosedChannelException e) {
                    // another reader was interrupted meanwhile, or the file was closed
                    if (!channel.isOpen()) {
                        throw e;
                    }
                    bytes.position(before);
                }
            }
        }

        private synchronized FileChannel readable() throws IOException {
            if (!readChannel.isOpen() && channel.isOpen()) {
                readChannel = FileChannel.open(file, StandardOpenOption.READ);
            }
            return readChannel;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public synchronized void close() throws IOException {
            channel.close();
            readChannel.close();
        }
    }
}
