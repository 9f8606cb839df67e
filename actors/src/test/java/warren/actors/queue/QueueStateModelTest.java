package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Reply;
import warren.persistence.event.StoredMessage;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** A queue's state against the simplest thing that can be right: sorted maps of who holds what, searched from the start each time. */
class QueueStateModelTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 250;
    private static final int CHANNELS = 3;
    /** Four of these under way are more than a socket may have. */
    private static final byte[] BODY = new byte[300_000];

    private record Consumer(int channel, Subscription subscription) {}

    private static final class Model {
        final TreeMap<Long, Boolean> ready = new TreeMap<>();
        final List<TreeMap<Long, String>> held = List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        final int[] unsent = new int[CHANNELS];
        final Map<String, Consumer> consumers = new HashMap<>();

        boolean hasRoom(Consumer consumer) {
            long holds = held.get(consumer.channel).values().stream()
                    .filter(consumer.subscription.consumerTag()::equals)
                    .count();
            int prefetch = consumer.subscription.prefetchCount();
            return (long) unsent[consumer.channel] * BODY.length < ChannelLink.UNSENT_BYTES_MAX
                    && (prefetch == 0 || holds < prefetch);
        }

        long heldCount() {
            return held.stream().mapToLong(Map::size).sum();
        }
    }

    private final Model model = new Model();
    private final QueueState state = new QueueState(
            FieldTable.EMPTY,
            new MessageMemory(Long.MAX_VALUE),
            new HeldMessages(() -> 0, StoredMessage.NEVER, StoredMessage.NEVER));
    private final List<ActorRef<Reply>> channels = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();
    private int lastTag;

    @Test
    void agreesWithANaiveModel() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new QueueStateModelTest().run(seed);
        }
    }

    private void run(int seed) {
        var random = new Random(seed);
        for (int i = 0; i < CHANNELS; i++) {
            channels.add(TestInbox.<Reply>create("channel" + i).getRef());
        }
        for (int step = 0; step < STEPS; step++) {
            change(random);
            String where = "seed " + seed + ", step " + step;
            deliver(where);
            assertThat(state.ready.size()).as(where).isEqualTo(model.ready.size());
            assertThat(state.ready.bodyBytes()).as(where).isEqualTo((long) model.ready.size() * BODY.length);
            assertThat(state.unacknowledged()).as(where).isEqualTo(model.heldCount());
            assertThat(state.unacknowledgedBytes()).as(where).isEqualTo(model.heldCount() * BODY.length);
            assertThat(state.consumers.size()).as(where).isEqualTo(model.consumers.size());
        }
    }

    private void change(Random random) {
        int channel = random.nextInt(CHANNELS);
        switch (random.nextInt(12)) {
            case 0 -> subscribe(random, channel);
            case 1 -> cancel(random);
            case 2 -> detach(channel);
            case 3 -> get(random.nextBoolean(), channel);
            case 4, 5, 6 -> settle(random, channel);
            case 7 -> sent(random, channel);
            default -> {
                for (int i = random.nextInt(4); i > 0; i--) {
                    Message message = Message.of("", "q", BasicProperties.NONE, BODY);
                    model.ready.put(state.add(message, 0).offset, false);
                }
            }
        }
    }

    private void subscribe(Random random, int channel) {
        String tag = "c" + ++lastTag;
        Subscription subscription =
                random.nextInt(4) == 0 ? Subscriptions.noAck(tag) : Subscriptions.acking(tag, random.nextInt(4));
        state.subscribe(subscription, channels.get(channel));
        model.consumers.put(tag, new Consumer(channel, subscription));
    }

    private void cancel(Random random) {
        if (!model.consumers.isEmpty()) {
            var tags = model.consumers.keySet().stream().sorted().toList();
            String tag = tags.get(random.nextInt(tags.size()));
            Consumer consumer = model.consumers.remove(tag);
            QueueConsumer known = state.consumers.find(channels.get(consumer.channel()), tag);
            assertThat(known).isNotNull();
            state.consumers.remove(known);
        }
    }

    private void detach(int channel) {
        ChannelLink link = state.links.find(channels.get(channel));
        if (link != null) {
            boolean had = model.consumers.values().removeIf(consumer -> consumer.channel() == channel);
            assertThat(state.detach(link, state::requeue)).isEqualTo(had);
        }
        model.held.get(channel).keySet().forEach(offset -> model.ready.put(offset, true));
        model.held.get(channel).clear();
        model.unsent[channel] = 0;
    }

    private @Nullable QueuedMessage take(boolean noAck, ActorRef<Reply> channel) {
        QueuedMessage message = state.ready.poll();
        if (message != null && !noAck) {
            state.hold(message, state.links.of(channel), null);
        }
        return message;
    }

    private void get(boolean noAck, int channel) {
        QueuedMessage got = take(noAck, channels.get(channel));
        var expected = model.ready.pollFirstEntry();
        assertThat(got == null).isEqualTo(expected == null);
        if (got != null && expected != null) {
            assertThat(got.offset).isEqualTo(expected.getKey());
            assertThat(got.redelivered).isEqualTo(expected.getValue());
            if (!noAck) {
                model.held.get(channel).put(got.offset, "");
            }
        }
    }

    private void settle(Random random, int channel) {
        var offsets = new ArrayList<>(model.held.get(channel).keySet());
        if (!offsets.isEmpty()) {
            long offset = offsets.get(random.nextInt(offsets.size()));
            model.held.get(channel).remove(offset);
            QueuedMessage released = state.release(state.links.of(channels.get(channel)), offset);
            assertThat(released).isNotNull();
            if (random.nextBoolean()) {
                state.requeue(released);
                model.ready.put(offset, true);
            }
        }
    }

    private void sent(Random random, int channel) {
        int count = random.nextInt(model.unsent[channel] + 1);
        model.unsent[channel] -= count;
        state.sent(state.links.of(channels.get(channel)), count, (long) count * BODY.length);
    }

    private void deliver(String where) {
        done.clear();
        state.assign(message -> done.add(message.offset));
        var all = new TreeMap<Long, Boolean>();
        var withoutAck = new ArrayList<Long>();
        for (ChannelLink link : state.links.takeTouched()) {
            int channel = channels.indexOf(link.channel);
            List<Delivery> deliveries = link.takeOutgoing();
            assertThat(deliveries).as(where).extracting(Delivery::offset).isSorted();
            for (Delivery delivery : deliveries) {
                Consumer consumer = model.consumers.get(delivery.consumerTag());
                assertThat(consumer).as(where).isNotNull();
                assertThat(model.hasRoom(consumer))
                        .as("room of %s, %s", consumer, where)
                        .isTrue();
                model.unsent[channel]++;
                all.put(delivery.offset(), delivery.redelivered());
                if (consumer.subscription().noAck()) {
                    withoutAck.add(delivery.offset());
                } else {
                    model.held.get(channel).put(delivery.offset(), delivery.consumerTag());
                }
            }
        }
        assertThat(done).as(where).containsExactlyInAnyOrderElementsOf(withoutAck);
        for (var delivered : all.entrySet()) {
            assertThat(delivered).as("the first that waits, " + where).isEqualTo(model.ready.pollFirstEntry());
        }
        if (!model.ready.isEmpty()) {
            assertThat(model.consumers.values()).as("idle, " + where).noneMatch(model::hasRoom);
        }
    }
}
