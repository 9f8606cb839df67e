package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The real file system, but a hook hears of each operation first and may throw, wait or count. */
final class FlakyDisk implements Disk {
    enum Operation {
        OPEN,
        WRITE,
        FORCE,
        TRUNCATE,
        DELETE,
        SYNC_DIRECTORY
    }

    /** May refuse an operation. */
    interface Hook {
        void before(Operation operation, Path file) throws IOException;
    }

    private final Disk real = new FileDisk();
    final AtomicInteger forces = new AtomicInteger();
    volatile Hook hook = (operation, file) -> {};
    volatile long usableBytes = Long.MAX_VALUE;
    /** How much of a refused write reaches the file nevertheless. */
    volatile int tornBytes;

    /** Refuses these operations. */
    void refuse(Operation... operations) {
        hook = (operation, file) -> {
            for (Operation each : operations) {
                if (operation == each) {
                    throw new IOException("refused: " + operation);
                }
            }
        };
    }

    void refuseNothing() {
        hook = (operation, file) -> {};
    }

    /** Runs something before each of these operations. */
    void on(Operation wanted, Consumer<Path> action) {
        hook = (operation, file) -> {
            if (operation == wanted) {
                action.accept(file);
            }
        };
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        hook.before(Operation.OPEN, file);
        return new FlakyFile(file, real.open(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        hook.before(Operation.DELETE, file);
        real.delete(file);
    }

    @Override
    public long usableBytes(Path directory) {
        return usableBytes;
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        hook.before(Operation.SYNC_DIRECTORY, directory);
        real.syncDirectory(directory);
    }

    private final class FlakyFile implements DiskFile {
        private final Path path;
        private final DiskFile file;

        FlakyFile(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes, long position) throws IOException {
            try {
                hook.before(Operation.WRITE, path);
            } catch (IOException e) {
                int torn = Math.min(tornBytes, bytes.remaining());
                file.write(bytes.slice(bytes.position(), torn), position);
                throw e;
            }
            return file.write(bytes, position);
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
            hook.before(Operation.TRUNCATE, path);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            hook.before(Operation.FORCE, path);
            forces.incrementAndGet();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
