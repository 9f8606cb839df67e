package warren.actors.connection;

import java.util.concurrent.ConcurrentHashMap;

/** How many channels each user has open, over all connections. Safe for any thread. */
public final class ChannelCounts {
    private final ConcurrentHashMap<String, Long> byUser = new ConcurrentHashMap<>();

    long of(String user) {
        return byUser.getOrDefault(user, 0L);
    }

    void add(String user, long channels) {
        byUser.merge(user, channels, (known, more) -> known + more == 0 ? null : known + more);
    }
}
