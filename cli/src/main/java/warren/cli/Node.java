package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The broker that a command is for: the one whose control file lies in the data directory. A name that was asked for must be its name.
 */
final class Node {
    private final Path dataDirectory;
    private final Optional<String> wanted;
    private final Duration timeout;
    private Optional<String> found = Optional.empty();

    Node(Path dataDirectory, Optional<String> wanted, Duration timeout) {
        this.dataDirectory = dataDirectory;
        this.wanted = wanted.map(Node::withHost);
        this.timeout = timeout;
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    /** The same broker, with another time for its answers. */
    Node within(Duration other) {
        return new Node(dataDirectory, wanted, other);
    }

    Duration timeout() {
        return timeout;
    }

    /**
     * The name that was asked for, else that of the broker on the data directory, else the one that it would have. Once a broker was
     * there its name stays, also when that broker has gone.
     */
    String name() {
        if (wanted.isPresent()) {
            return wanted.get();
        }
        if (found.isEmpty()) {
            try {
                found = Optional.of(ControlFile.in(dataDirectory).node());
            } catch (Unreachable notThere) {
                return withHost("rabbit");
            }
        }
        return found.get();
    }

    ControlClient client() throws Unreachable {
        if (timeout.isNegative() || timeout.isZero()) {
            throw Unreachable.timedOut("there was no time to wait for an answer");
        }
        ControlFile control = ControlFile.in(dataDirectory);
        if (wanted.isPresent() && !wanted.get().equals(control.node())) {
            throw new Unreachable("the broker on data directory "
                    + dataDirectory.toAbsolutePath().normalize() + " is " + control.node());
        }
        return new ControlClient(control, timeout);
    }

    /** Asks whether the broker takes connections, or was told to stop doing so. */
    boolean isRunning() throws Refusal, Unreachable {
        JsonNode state = client().call("state", Json.object());
        return state.path("running").asBoolean();
    }

    private static String withHost(String name) {
        return name.contains("@") ? name : name + "@" + hostName();
    }

    private static String hostName() {
        try {
            String whole = InetAddress.getLocalHost().getHostName();
            int dot = whole.indexOf('.');
            return dot < 0 ? whole : whole.substring(0, dot).toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
