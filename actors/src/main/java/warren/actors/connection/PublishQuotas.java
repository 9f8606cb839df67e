package warren.actors.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import warren.actors.TokenBucket;
import warren.actors.access.Grant;
import warren.actors.access.PublishRates;

/** What users and virtual hosts may still publish, over all connections. Safe for any thread. */
public final class PublishQuotas {
    private final ConcurrentHashMap<Key, TokenBucket> buckets = new ConcurrentHashMap<>();

    private record Key(boolean ofUser, boolean ofBytes, String name) {}

    /** Those that a connection with this grant draws from: of messages, and of bytes. */
    record Buckets(List<TokenBucket> messages, List<TokenBucket> bytes) {
        static final Buckets NONE = new Buckets(List.of(), List.of());

        boolean isEmpty() {
            return messages.isEmpty() && bytes.isEmpty();
        }
    }

    Buckets of(Grant grant, long now) {
        PublishRates rates = grant.publishRates();
        if (rates.equals(PublishRates.NONE)) {
            return Buckets.NONE;
        }
        List<TokenBucket> messages = new ArrayList<>();
        List<TokenBucket> bytes = new ArrayList<>();
        add(messages, new Key(true, false, grant.user()), rates.ofUser(), now);
        add(messages, new Key(false, false, grant.virtualHost()), rates.ofVirtualHost(), now);
        add(bytes, new Key(true, true, grant.user()), rates.bytesOfUser(), now);
        add(bytes, new Key(false, true, grant.virtualHost()), rates.bytesOfVirtualHost(), now);
        return new Buckets(List.copyOf(messages), List.copyOf(bytes));
    }

    private void add(List<TokenBucket> to, Key key, OptionalLong perSecond, long now) {
        if (perSecond.isEmpty()) {
            buckets.remove(key);
            return;
        }
        long rate = perSecond.getAsLong();
        to.add(buckets.compute(
                key, (same, known) -> known != null && known.perSecond() == rate ? known : new TokenBucket(rate, now)));
    }
}
