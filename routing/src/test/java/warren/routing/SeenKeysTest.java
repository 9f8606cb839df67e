package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class SeenKeysTest {
    private final List<String> left = new ArrayList<>();
    private final SeenKeys seen = new SeenKeys((key, place) -> left.add(key + "@" + place));

    private static Message message(String header, FieldValue value) {
        return Message.of(
                "x",
                "",
                BasicProperties.NONE.toBuilder()
                        .headers(FieldTable.of(header, value))
                        .build(),
                new byte[0]);
    }

    @Test
    void aKeyIsInTheWindowUntilItsTime() {
        seen.add("a", 100);
        assertThat(seen.contains("a", 99)).isTrue();
        assertThat(seen.contains("b", 99)).isFalse();
        assertThat(seen.contains("a", 100)).isFalse();
        assertThat(left).containsExactly("a@-1");
    }

    @Test
    void theOldestMakesRoom_andIsGivenUpWhereItIsKept() {
        seen.follow(FieldTable.of("x-cache-size", FieldValue.of(2)));
        seen.add("a", SeenKeys.NEVER);
        assertThat(seen.setPlace("a", 7)).isTrue();
        assertThat(seen.setPlace("a", 7)).isTrue();
        assertThat(seen.setPlace("a", 8)).isFalse();
        assertThat(seen.setPlace("z", 8)).isFalse();
        seen.add("b", SeenKeys.NEVER);
        seen.add("c", SeenKeys.NEVER);
        assertThat(left).containsExactly("a@7");
        seen.follow(FieldTable.of("x-cache-size", FieldValue.of("1")));
        assertThat(left).containsExactly("a@7", "b@-1");
        assertThat(seen.size()).isEqualTo(1);
    }

    @Test
    void theHeaderGoesBeforeTheArgument() {
        Message plain = message("x", FieldValue.of(1));
        assertThat(seen.untilMillis(plain, 5)).isEqualTo(SeenKeys.NEVER);
        seen.follow(new FieldTable(Map.of("x-cache-size", FieldValue.of(1), "x-cache-ttl", FieldValue.of(10))));
        assertThat(seen.untilMillis(plain, 5)).isEqualTo(15);
        assertThat(seen.untilMillis(message("x-cache-ttl", FieldValue.of(20)), 5))
                .isEqualTo(25);
    }

    @Test
    void keysAreComparedByValue_andLongOnesByTheirHash() {
        String header = "x-deduplication-header";
        assertThat(DeduplicationKey.of(message(header, FieldValue.of(1))))
                .isEqualTo(DeduplicationKey.of(message(header, FieldValue.of(1L))))
                .isNotEqualTo(DeduplicationKey.of(message(header, FieldValue.of("1"))));
        assertThat(DeduplicationKey.of(message(header, FieldTable.EMPTY))).isEmpty();
        assertThat(DeduplicationKey.of(message("other", FieldValue.of(1)))).isEmpty();
        assertThat(DeduplicationKey.of(message(header, FieldValue.of("k".repeat(1_000))))
                        .orElse(""))
                .hasSize(65);
    }
}
