package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a broker that is stopped has left in its log. */
final class StoredBytes {
    private StoredBytes() {}

    /** Flips one bit of a text that was published once. */
    static void damage(Path dataDirectory, String text) throws IOException {
        int places = 0;
        for (Path segment : segments(dataDirectory)) {
            // one character for each byte
            String bytes = new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1);
            for (int at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
                flip(segment, at);
                places++;
            }
        }
        assertThat(places).as("places of '%s' in the log", text).isEqualTo(1);
    }

    private static void flip(Path file, long at) throws IOException {
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(at);
            int value = out.read();
            out.seek(at);
            out.write(value ^ 1);
        }
    }

    private static List<Path> segments(Path dataDirectory) throws IOException {
        try (Stream<Path> files = Files.list(dataDirectory.resolve("segments"))) {
            return files.toList();
        }
    }
}
