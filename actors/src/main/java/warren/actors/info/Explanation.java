package warren.actors.info;

import java.util.List;

/**
 * Why a queue moves or does not.
 *
 * @param summary one sentence
 * @param consumers what keeps each of them from more, in the order in which they came
 * @param lines what else there is to know, a sentence each
 */
public record Explanation(String summary, List<OfConsumer> consumers, List<String> lines) {
    /** What keeps a consumer from more messages; {@code channelName} as in {@link ChannelInfo}. */
    public record OfConsumer(String consumerTag, String channelName, String text) {}
}
