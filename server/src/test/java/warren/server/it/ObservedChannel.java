package warren.server.it;

import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a script's player has seen on one channel, and what it must remember to go on. */
final class ObservedChannel {
    /** An answer, with its body when it has one. */
    record Reply(Method method, String body) {}

    final int number;
    final Deque<Reply> replies = new ArrayDeque<>();

    /** Unsettled delivery tags in their order, with the consumer or queue they came from. */
    final Map<Long, String> held = new LinkedHashMap<>();

    /** Consumers by their tags: the queue's alias. */
    final Map<String, String> consumers = new TreeMap<>();

    /** The same with those that have been cancelled. */
    final Map<String, String> consumedQueues = new TreeMap<>();

    final Set<String> consumersWithoutAck = new TreeSet<>();
    final TreeSet<Long> unconfirmed = new TreeSet<>();

    /** The next publish's number; 0 while the channel does not confirm. */
    long nextConfirm;

    boolean open;

    private final List<String> events = new ArrayList<>();
    private final Map<String, List<String>> deliveries = new TreeMap<>();
    private final TreeSet<Long> acked = new TreeSet<>();
    private final TreeSet<Long> nacked = new TreeSet<>();

    private Optional<Method> content = Optional.empty();
    private final StringBuilder body = new StringBuilder();
    private long bodyLeft;

    ObservedChannel(int number) {
        this.number = number;
    }

    void method(Method method) {
        if (method.hasContent()) {
            content = Optional.of(method);
        } else if (method instanceof AMQImpl.Basic.Ack ack) {
            confirmed(ack.getDeliveryTag(), ack.getMultiple(), acked);
        } else if (method instanceof AMQImpl.Basic.Nack nack) {
            confirmed(nack.getDeliveryTag(), nack.getMultiple(), nacked);
        } else if (method instanceof AMQImpl.Basic.Cancel cancel) {
            consumers.remove(cancel.getConsumerTag());
            events.add("cancelled " + cancel.getConsumerTag());
        } else {
            replies.add(new Reply(method, ""));
        }
    }

    void header(long bodyBytes) {
        bodyLeft = bodyBytes;
        body.setLength(0);
        completeIfWhole();
    }

    void body(byte[] part) {
        body.append(new String(part, java.nio.charset.StandardCharsets.UTF_8));
        bodyLeft -= part.length;
        completeIfWhole();
    }

    private void completeIfWhole() {
        if (bodyLeft > 0) {
            return;
        }
        Method method = content.orElseThrow();
        content = Optional.empty();
        if (method instanceof AMQImpl.Basic.Deliver deliver) {
            delivered(deliver);
        } else if (method instanceof AMQImpl.Basic.Return back) {
            events.add("return " + back.getReplyCode() + " " + back.getReplyText() + " " + back.getExchange() + " "
                    + back.getRoutingKey() + " " + body);
        } else {
            replies.add(new Reply(method, body.toString()));
        }
    }

    private void delivered(AMQImpl.Basic.Deliver deliver) {
        String tag = deliver.getConsumerTag();
        if (!consumersWithoutAck.contains(tag)) {
            held.put(deliver.getDeliveryTag(), tag);
        }
        deliveries
                .computeIfAbsent(tag, key -> new ArrayList<>())
                .add(body + (deliver.getRedelivered() ? " redelivered" : "") + " by " + deliver.getExchange() + "/"
                        + deliver.getRoutingKey());
    }

    private void confirmed(long tag, boolean multiple, Set<Long> outcome) {
        Set<Long> numbers = multiple ? new TreeSet<>(unconfirmed.headSet(tag, true)) : Set.of(tag);
        for (long number : numbers) {
            if (unconfirmed.remove(number)) {
                outcome.add(number);
            } else {
                events.add("confirmed twice " + number);
            }
        }
    }

    /**
     * True when messages of one queue are held that went to different consumers (or to gets). A broker may return them consumer by
     * consumer, so that their order, when all are returned at once, is its own affair.
     */
    boolean holdsForSeveralConsumersOfAQueue() {
        Set<String> sources = Set.copyOf(held.values());
        long distinctQueues = sources.stream()
                .map(source -> consumedQueues.getOrDefault(source, source))
                .distinct()
                .count();
        return distinctQueues < sources.size();
    }

    void closed(String how) {
        open = false;
        events.add(how);
        forget();
    }

    void forget() {
        held.clear();
        consumers.clear();
        consumedQueues.clear();
        consumersWithoutAck.clear();
        unconfirmed.clear();
        nextConfirm = 0;
    }

    /** What happened since the last call, in an order that does not depend on chance. */
    List<String> takeNews() {
        List<String> news = new ArrayList<>(events);
        deliveries.forEach((tag, letters) -> letters.forEach(letter -> news.add("deliver to " + tag + " " + letter)));
        if (!acked.isEmpty()) {
            news.add("confirmed " + acked);
        }
        if (!nacked.isEmpty()) {
            news.add("refused " + nacked);
        }
        events.clear();
        deliveries.clear();
        acked.clear();
        nacked.clear();
        return news.stream().map(line -> number + " " + line).toList();
    }
}
