package warren.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds everything the broker keeps. */
final class DataDirectory {
    private DataDirectory() {}

    static void prepare(Path directory) throws StartException {
        try {
            Files.createDirectories(directory.resolve("log"));
        } catch (IOException refused) {
            throw new StartException("cannot create the data directory " + directory + ": " + refused, refused);
        }
        if (!Files.isWritable(directory)) {
            throw new StartException("cannot write to the data directory " + directory);
        }
    }
}
