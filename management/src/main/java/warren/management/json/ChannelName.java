package warren.management.json;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a channel's name says: {@code PEER_HOST:PEER_PORT -> HOST:PORT (NUMBER)}. */
public record ChannelName(String connection, String peerHost, int peerPort, int number) {
    private static final Pattern SHAPE = Pattern.compile("((.+):(\\d+) -> .+) \\((\\d+)\\)");

    /** A name of another shape has no parts. */
    public static ChannelName of(String name) {
        Matcher parts = SHAPE.matcher(name);
        return parts.matches()
                ? new ChannelName(
                        parts.group(1),
                        parts.group(2),
                        Integer.parseInt(parts.group(3)),
                        Integer.parseInt(parts.group(4)))
                : new ChannelName("", "", 0, 0);
    }
}
