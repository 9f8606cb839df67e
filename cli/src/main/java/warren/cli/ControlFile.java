package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * What a running broker leaves in its data directory for this program: where its control port is, and the secret that opens it.
 *
 * @param node the broker's name
 */
record ControlFile(String node, String host, int port, String secret, long pid) {
    private static final String NAME = "control.json";

    static ControlFile in(Path dataDirectory) throws Unreachable {
        Path file = dataDirectory.resolve(NAME).toAbsolutePath().normalize();
        try {
            JsonNode json = Json.read(Files.readAllBytes(file));
            return new ControlFile(
                    json.path("node").asText(),
                    json.path("host").asText(),
                    json.path("port").asInt(),
                    json.path("secret").asText(),
                    json.path("pid").asLong());
        } catch (NoSuchFileException absent) {
            throw new Unreachable("no control file " + file + ": no broker runs on this data directory");
        } catch (AccessDeniedException denied) {
            throw new Unreachable("cannot read control file " + file + ": permission denied");
        } catch (IOException unreadable) {
            throw new Unreachable("cannot read control file " + file + ": " + unreadable.getMessage());
        }
    }

    boolean processIsAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
