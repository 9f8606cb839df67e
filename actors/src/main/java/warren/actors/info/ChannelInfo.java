package warren.actors.info;

import java.util.Map;

/**
 * A channel.
 *
 * @param name connection's name and number: {@code 127.0.0.1:40000 -> 127.0.0.1:5672 (1)}
 * @param unconfirmed publishes on a confirm channel whose confirm has not left yet
 * @param uncommitted publishes of the open transaction
 * @param acksUncommitted acknowledgements of the open transaction
 * @param exchanges what was published to each of them, by name
 */
public record ChannelInfo(
        String id,
        String name,
        String connectionId,
        int number,
        String user,
        String virtualHost,
        boolean transactional,
        boolean confirm,
        int consumers,
        long unacknowledged,
        long unconfirmed,
        long uncommitted,
        long acksUncommitted,
        int prefetchCount,
        int globalPrefetchCount,
        String state,
        MessageCounts counts,
        Map<String, ExchangeCounts> exchanges) {}
