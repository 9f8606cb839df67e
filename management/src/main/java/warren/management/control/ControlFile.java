package warren.management.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import warren.management.json.Json;

/**
 * The file in the data directory by which warrenctl finds the broker and is let in, as Erlang's tools are by their cookie. Only its owner
 * may read it; it is there in full or not at all.
 */
public record ControlFile(String node, String host, int port, String secret, long pid) {
    public static final String NAME = "control.json";

    private static final int SECRET_BYTES = 32;

    /** A secret that nobody can guess. */
    public static String newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    public void writeTo(Path directory) throws IOException {
        Path target = directory.resolve(NAME);
        Path draft = directory.resolve(NAME + ".tmp");
        Files.createDirectories(directory);
        Files.deleteIfExists(draft);
        Files.createFile(draft, ownerOnly(directory));
        Files.write(draft, json());
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private byte[] json() {
        var json = Json.object().put("node", node).put("host", host).put("port", port);
        json.put("secret", secret).put("pid", pid);
        return (json.toString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) {
        if (!directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> mode = PosixFilePermissions.fromString("rw-------");
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)};
    }

    public static void removeFrom(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
    }
}
