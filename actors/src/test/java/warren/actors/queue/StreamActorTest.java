package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.Messages;
import warren.actors.StoreConfig;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Deliver;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.NotSupported;
import warren.actors.queue.QueueProtocol.Refused;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;
import warren.actors.queue.QueueTestKit.Channel;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.transport.method.ReplyCode;

/** A stream on a real journal. */
class StreamActorTest {
    private static final FieldTable STREAM = FieldTable.of("x-queue-type", FieldValue.of("stream"));

    @TempDir
    Path directory;

    private QueueTestKit kit;
    private String id;

    @BeforeEach
    void start() {
        kit = new QueueTestKit(StoreConfig.in(directory));
        id = UUID.randomUUID().toString();
    }

    @AfterEach
    void shutDown() {
        kit.shutDown();
    }

    @Test
    void everyConsumerReadsFromItsOwnPlace() {
        ActorRef<Command> stream = kit.durableQueue(id, STREAM);
        Channel channel = kit.channel(stream);
        channel.publish(Messages.numbered(0, 9));

        subscribe(channel, "all", 100, FieldValue.of("first"));
        assertThat(channel.receiveTexts(10)).isEqualTo(texts(0, 9));
        Channel other = kit.channel(stream);
        subscribe(other, "some", 100, FieldValue.of(8));
        assertThat(other.receiveTexts(2)).isEqualTo(texts(8, 9));
        channel.publish(2, Messages.numbered(10, 10));
        channel.receive(QueueProtocol.Enqueued.class);
        other.expectDelivered("some 10");
        channel.expectDelivered("all 10");
    }

    @Test
    void settlingGivesRoomForAsMuch() {
        Channel channel = kit.channel(kit.durableQueue(id, STREAM));
        channel.publish(Messages.numbered(0, 9));
        subscribe(channel, "c", 2, FieldValue.of("first"));

        List<Delivery> first = channel.receive(Deliver.class).deliveries();
        assertThat(first).hasSize(2);
        channel.settle(Outcome.ACKNOWLEDGED, first.get(0).offset());

        channel.expectDelivered("c 2");
        channel.expectCounts(10, 1);
    }

    @Test
    void whatItHoldsIsThereAfterARestart_andAConsumerGoesOnWhereItWas() {
        ActorRef<Command> stream = kit.durableQueue(id, STREAM);
        Channel channel = kit.channel(stream);
        for (int batch = 0; batch < 30; batch++) {
            channel.publish(Messages.numbered(batch * 100, batch * 100 + 99));
        }
        subscribe(channel, "c", 10, FieldValue.of("first"));
        List<Delivery> got = channel.receive(Deliver.class).deliveries();
        kit.stop(stream);

        Channel again = kit.channel(kit.durableQueue(id, STREAM));
        again.queue()
                .tell(new Subscribe(
                        wish("c", 5_000, FieldValue.of("first")),
                        got.get(got.size() - 1).offset(),
                        again.ref()));
        again.receive(Subscribed.class);

        assertThat(again.receiveTexts(2_000).get(0)).isEqualTo("10");
    }

    @Test
    void whatIsCutOffStaysSo() {
        var arguments = new FieldTable(Map.of(
                "x-queue-type", FieldValue.of("stream"),
                "x-max-length-bytes", FieldValue.of(2_000),
                "x-stream-max-segment-size-bytes", FieldValue.of(1_000)));
        ActorRef<Command> stream = kit.durableQueue(id, arguments);
        Channel channel = kit.channel(stream);
        for (int batch = 0; batch < 20; batch++) {
            channel.publish(Messages.numbered(batch * 1_000, batch * 1_000 + 999));
        }
        subscribe(channel, "c", 1, FieldValue.of("first"));
        long first = firstOffset(channel);
        assertThat(first).isPositive();
        kit.stop(stream);

        Channel again = kit.channel(kit.durableQueue(id, arguments));
        subscribe(again, "c", 1, FieldValue.of("first"));
        assertThat(firstOffset(again)).isGreaterThanOrEqualTo(first);
    }

    private static long firstOffset(Channel channel) {
        Delivery delivery = channel.receive(Deliver.class).deliveries().get(0);
        return delivery.message()
                .properties()
                .headers()
                .number("x-stream-offset")
                .orElseThrow();
    }

    @Test
    void filtersForEachConsumer() {
        Channel channel = kit.channel(kit.durableQueue(id, STREAM));
        channel.publish(List.of(marked("a"), Messages.passing("plain"), marked("b"), marked("a")));
        var arguments = new FieldTable(
                Map.of("x-stream-offset", FieldValue.of("first"), "x-stream-filter", FieldValue.of("a")));

        channel.subscribe(new Subscription("c", false, false, 10, false, arguments, "channel"));

        channel.expectDelivered("c a", "c a");
    }

    private static warren.routing.message.Message marked(String value) {
        var message = Messages.passing(value);
        return message.withProperties(message.properties().toBuilder()
                .headers(FieldTable.of("x-stream-filter-value", FieldValue.of(value)))
                .build());
    }

    @Test
    void refusesWhatStreamsDoNot() {
        Channel channel = kit.channel(kit.durableQueue(id, STREAM));
        channel.publish(Messages.numbered(0, 0));
        channel.queue().tell(new QueueProtocol.Get(false, channel.ref()));
        assertThat(channel.receive(Refused.class).error().code()).isEqualTo(ReplyCode.NOT_IMPLEMENTED);
        channel.queue().tell(new QueueProtocol.Purge(channel.ref()));
        assertThat(channel.receive(Refused.class).error().code()).isEqualTo(ReplyCode.NOT_IMPLEMENTED);
        channel.settle(Outcome.REQUEUED, 0);
        assertThat(channel.receive(NotSupported.class).error().code()).isEqualTo(ReplyCode.NOT_IMPLEMENTED);
        channel.queue().tell(new Subscribe(wish("c", 0, FieldValue.of("first")), channel.ref()));
        assertThat(channel.receive(Refused.class).error().code()).isEqualTo(ReplyCode.PRECONDITION_FAILED);
    }

    private static void subscribe(Channel channel, String tag, int prefetchCount, FieldValue offset) {
        channel.subscribe(wish(tag, prefetchCount, offset));
    }

    private static Subscription wish(String tag, int prefetchCount, FieldValue offset) {
        return new Subscription(
                tag, false, false, prefetchCount, false, FieldTable.of("x-stream-offset", offset), "channel");
    }

    private static List<String> texts(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }
}
