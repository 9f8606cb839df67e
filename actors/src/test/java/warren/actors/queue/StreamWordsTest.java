package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** What clients and policies say of streams. */
class StreamWordsTest {
    @ParameterizedTest
    @CsvSource({
        "1s, 1000",
        "2m, 120000",
        "07s, 7000",
        "3h, 10800000",
        "7D, 604800000",
        "1M, 2592000000",
        "1Y, 31536000000"
    })
    void aTimeIsANumberAndAUnit(String text, long millis) {
        assertThat(MaxAge.millis(text)).contains(millis);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "D", "0D", "-1D", "7d", "5h3", " 7D", "1.5h", "7y"})
    void anythingElseIsNone(String text) {
        assertThat(MaxAge.millis(text)).isEmpty();
    }

    @Test
    void aTimeBeyondAllTimesIsTheLongest() {
        assertThat(MaxAge.millis("999999999999999999Y")).contains(Long.MAX_VALUE);
    }

    @Test
    void aConsumerSaysWhereItBegins() {
        assertThat(StreamOffset.of(Optional.empty(), 0)).contains(new StreamOffset.Next());
        assertThat(offset(FieldValue.of("first"))).contains(new StreamOffset.First());
        assertThat(offset(FieldValue.of("last"))).contains(new StreamOffset.Last());
        assertThat(offset(FieldValue.of("next"))).contains(new StreamOffset.Next());
        assertThat(offset(FieldValue.of(7))).contains(new StreamOffset.At(7));
        assertThat(offset(new FieldValue.Timestamp(3))).contains(new StreamOffset.Since(3_000));
        assertThat(offset(new FieldValue.Timestamp(101))).contains(new StreamOffset.Next());
        assertThat(offset(FieldValue.of("2s"))).contains(new StreamOffset.Since(98_000));
        assertThat(offset(FieldValue.of("2x"))).isEmpty();
        assertThat(offset(FieldValue.of(true))).isEmpty();
    }

    private static Optional<StreamOffset> offset(FieldValue value) {
        return StreamOffset.of(Optional.of(value), 100_000);
    }

    @Test
    void aFilterIsATextOrSeveral() {
        assertThat(StreamFilter.of(FieldTable.EMPTY)).contains(new StreamFilter(Set.of(), false));
        assertThat(filter(FieldValue.of("a"))).contains(new StreamFilter(Set.of("a"), false));
        assertThat(filter(new FieldValue.Array(List.of(FieldValue.of("a"), FieldValue.of("b")))))
                .contains(new StreamFilter(Set.of("a", "b"), false));
        assertThat(filter(FieldValue.of(1))).isEmpty();
        assertThat(filter(new FieldValue.Array(List.of(FieldValue.of(1))))).isEmpty();
    }

    private static Optional<StreamFilter> filter(FieldValue value) {
        return StreamFilter.of(FieldTable.of("x-stream-filter", value));
    }

    @Test
    void aFilterLooksAtOneHeader() {
        Message plain = message(FieldTable.EMPTY);
        Message marked = message(FieldTable.of("x-stream-filter-value", FieldValue.of("a")));
        assertThat(new StreamFilter(Set.of(), false).matches(plain)).isTrue();
        assertThat(new StreamFilter(Set.of("a"), false).matches(marked)).isTrue();
        assertThat(new StreamFilter(Set.of("b"), true).matches(marked)).isFalse();
        assertThat(new StreamFilter(Set.of("a"), false).matches(plain)).isFalse();
        assertThat(new StreamFilter(Set.of("a"), true).matches(plain)).isTrue();
    }

    private static Message message(FieldTable headers) {
        return Message.of(
                "", "s", new BasicProperties.Builder().headers(headers).build(), new byte[0]);
    }

    @Test
    void itsArgumentsSayWhatIsKept() {
        var arguments = new FieldTable(Map.of(
                "x-max-length-bytes", FieldValue.of(10),
                "x-max-age", FieldValue.of("1s"),
                "x-stream-max-segment-size-bytes", FieldValue.of(5)));
        assertThat(StreamRetention.of(arguments)).isEqualTo(new StreamRetention(10, 1_000, 5));
    }
}
