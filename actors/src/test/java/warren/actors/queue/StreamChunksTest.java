package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.actors.Messages;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;

class StreamChunksTest {
    private static final int BODY = 1_000;

    private final MessageMemory memory = new MessageMemory(1 << 20);

    @Test
    void cutsOffWholeSegments_theOldestFirst_andNeverTheLast() {
        StreamChunks chunks = with(new StreamRetention(3_000_000, StoredMessage.NEVER, 1_000_000));
        fill(chunks, 0, 5_000, 0);

        OffsetRanges gone = chunks.truncate(0);

        assertThat(gone.rangeCount()).isOne();
        assertThat(gone.first(0)).isZero();
        assertThat(chunks.bodyBytes()).isBetween(2_000_000L - Page.WEIGHT_MAX, 3_000_000L);
        assertThat(chunks.count()).isEqualTo(5_000 - gone.size());
        assertThat(chunks.resolve(new StreamOffset.First())).isEqualTo(gone.last(0) + 1);
        assertThat(chunks.truncate(0).isEmpty()).isTrue();

        chunks.follow(new StreamRetention(0, StoredMessage.NEVER, 1_000_000));
        chunks.truncate(0);
        assertThat(chunks.count()).isPositive();
    }

    @Test
    void cutsOffSegmentsThatAreTooOld() {
        StreamChunks chunks = with(new StreamRetention(Long.MAX_VALUE, 1_000, 100_000));
        fill(chunks, 0, 1_000, 0);
        fill(chunks, 1_000, 2_000, 5_000);
        assertThat(chunks.dueMillis(0)).isEqualTo(1_001);

        assertThat(chunks.truncate(900).isEmpty()).isTrue();
        chunks.truncate(6_000);

        assertThat(chunks.resolve(new StreamOffset.First())).isBetween(500L, 1_000L);
        assertThat(chunks.dueMillis(6_000)).isEqualTo(7_000);
    }

    @Test
    void knowsWhereConsumersBegin() {
        StreamChunks chunks = with(new StreamRetention(Long.MAX_VALUE, StoredMessage.NEVER, 1_000_000));
        assertThat(chunks.resolve(new StreamOffset.Last())).isZero();
        fill(chunks, 0, 1_000, 10);
        chunks.beginWrite();
        fill(chunks, 1_000, 2_000, 20);

        assertThat(chunks.resolve(new StreamOffset.First())).isZero();
        assertThat(chunks.resolve(new StreamOffset.Next())).isEqualTo(2_000);
        assertThat(chunks.resolve(new StreamOffset.Last())).isEqualTo(1_000);
        assertThat(chunks.resolve(new StreamOffset.At(5_000))).isEqualTo(5_000);
        assertThat(chunks.resolve(new StreamOffset.At(-3))).isZero();
        assertThat(chunks.resolve(new StreamOffset.Since(15))).isLessThanOrEqualTo(1_000);
        assertThat(chunks.resolve(new StreamOffset.Since(5))).isZero();
    }

    @Test
    void keepsFewContentsInMemory_andGivesAllBackAtTheEnd() {
        StreamChunks chunks = with(new StreamRetention(Long.MAX_VALUE, StoredMessage.NEVER, 1_000_000));

        fill(chunks, 0, 30_000, 0);

        assertThat(memory.heldBytes()).isBetween(1L << 18, 16L << 20);
        StreamChunk first = chunks.at(0);
        assertThat(first).isNotNull();
        assertThat(first.content).isNull();
        chunks.truncate(0);
        chunks.close();
        assertThat(memory.heldBytes()).isZero();
    }

    @Test
    void takesOverWhatTheJournalHolds() {
        StreamChunks chunks = with(new StreamRetention(Long.MAX_VALUE, StoredMessage.NEVER, 1_000_000));
        chunks.recover(new QueueImage.Stretch(100, 199, 100, 5_000, 7));
        chunks.recover(new QueueImage.Stretch(200, 299, 100, 5_000, 9));
        chunks.startAt(300);

        assertThat(chunks.count()).isEqualTo(200);
        assertThat(chunks.nextOffset()).isEqualTo(300);
        StreamChunk chunk = chunks.at(150);
        assertThat(chunk).isNotNull();
        assertThat(chunk.first).isEqualTo(100);
        assertThat(chunks.at(300)).isNull();
        fill(chunks, 300, 301, 10);
        assertThat(chunks.at(300)).isNotNull();
        assertThat(chunks.count()).isEqualTo(201);
    }

    private StreamChunks with(StreamRetention retention) {
        var chunks = new StreamChunks(retention, memory);
        chunks.startAt(0);
        return chunks;
    }

    private static void fill(StreamChunks chunks, int from, int to, long millis) {
        var message = Message.of("", "s", BasicProperties.NONE, new byte[BODY]);
        for (int offset = from; offset < to; offset++) {
            chunks.add(new StoredMessage(offset, offset == from ? Messages.passing("first") : message, millis));
        }
    }
}
