package warren.persistence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the log asks of the file system. Tests put a disk in its place that fails or loses power. */
interface Disk {
    /** The file, made when it is missing. */
    DiskFile open(Path file) throws IOException;

    /** Deletes the file when it is there. */
    void delete(Path file) throws IOException;

    /** Room that is left on the file system of a directory; 0 when it does not tell. */
    long usableBytes(Path directory);

    /** Makes names in a directory safe: files that were made or deleted. */
    void syncDirectory(Path directory) throws IOException;

    /** One open file. Written by one thread, read by any. */
    interface DiskFile extends Closeable {
        int write(ByteBuffer bytes, long position) throws IOException;

        /** Negative at the end of the file. */
        int read(ByteBuffer bytes, long position) throws IOException;

        long size() throws IOException;

        void truncate(long size) throws IOException;

        /** Makes all that was written safe. */
        void force() throws IOException;
    }
}
