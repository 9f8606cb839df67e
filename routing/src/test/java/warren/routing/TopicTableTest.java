package warren.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class TopicTableTest {
    private final TopicTable<String> table = new TopicTable<>();

    @Test
    void matchesWordByWord() {
        bind("a.b.c", "*.b.*", "a.#", "#.c", "#");

        assertThat(table.route("a.b.c")).containsExactlyInAnyOrder("a.b.c", "*.b.*", "a.#", "#.c", "#");
        assertThat(table.route("x.b.y")).containsExactlyInAnyOrder("*.b.*", "#");
        assertThat(table.route("a")).containsExactlyInAnyOrder("a.#", "#");
        assertThat(table.route("c")).containsExactlyInAnyOrder("#.c", "#");
        assertThat(table.route("ab.c.d")).containsExactly("#");
    }

    @Test
    void emptyWordsCount_butTheEmptyKeyHasNone() {
        bind("", "*", "*.*", "a.*", "#.#", ".");

        assertThat(table.route("")).containsExactlyInAnyOrder("", "#.#");
        assertThat(table.route(".")).containsExactlyInAnyOrder("*.*", "#.#", ".");
        assertThat(table.route("a.")).containsExactlyInAnyOrder("*.*", "a.*", "#.#");
    }

    @Test
    void matchesWhatALiveRabbitMqMatched() throws IOException {
        List<String> lines = recorded();
        List<String> keys = List.of(lines.get(1).substring("keys = ".length()).split("\\|", -1));
        List<String> rows = lines.subList(2, lines.size());
        for (String row : rows) {
            int at = row.indexOf(" = ");
            var one = new TopicTable<String>();
            one.bind("q", row.substring(0, at), FieldTable.EMPTY);
            table.bind(row, row.substring(0, at), FieldTable.EMPTY);
            String expected = row.substring(at + 3);

            List<String> matched =
                    keys.stream().filter(key -> !one.route(key).isEmpty()).toList();

            assertThat(matched.isEmpty() ? "-" : String.join("|", matched))
                    .as(row.substring(0, at))
                    .isEqualTo(expected);
        }
        for (String key : keys) {
            assertThat(table.route(key))
                    .as("all patterns at once, key '%s'", key)
                    .containsExactlyInAnyOrderElementsOf(rows.stream()
                            .filter(row -> !row.endsWith(" = -"))
                            .filter(row -> List.of(row.substring(row.indexOf(" = ") + 3)
                                            .split("\\|", -1))
                                    .contains(key))
                            .toList());
        }
    }

    @Test
    void answersOneKeyWithOneList_untilABindingChanges() {
        bind("a.*", "*.a", "#.b");
        List<String> before = table.route("a.a");

        assertThat(table.route("a.a")).isSameAs(before).hasSize(2);
        table.bind("new", "#", FieldTable.EMPTY);
        assertThat(table.route("a.a")).hasSize(3);
        table.unbind("new", "#", FieldTable.EMPTY);
        assertThat(table.route("a.a")).isEqualTo(before);
    }

    @Test
    void differentKeysThatOnePatternMatchesShareItsList() {
        bind("#");

        assertThat(table.route("a")).isSameAs(table.route("b.c")).isSameAs(table.route(""));
    }

    @Test
    void aDestinationIsListedOnce_howeverManyOfItsBindingsMatch() {
        table.bind("q", "#", FieldTable.EMPTY);
        table.bind("q", "a", FieldTable.EMPTY);
        table.bind("q", "a", FieldTable.of("argument", FieldValue.of(1)));

        assertThat(table.route("a")).containsExactly("q");
        table.unbind("q", "#", FieldTable.EMPTY);
        table.unbind("q", "a", FieldTable.EMPTY);
        assertThat(table.route("a")).containsExactly("q");
        assertThat(table.route("b")).isEmpty();
    }

    @Test
    void listsAreImmutable() {
        bind("a", "#");

        assertThatThrownBy(() -> table.route("a").add("b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> table.route("b").add("b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void keepsNothingOfPatternsThatAreGone() {
        var trie = new TopicTrie<String>();
        List<String> patterns = List.of("a.b.c", "a.b", "#.*.#", "#", "", "a..b", "*");
        patterns.forEach(pattern -> trie.add(pattern, "q"));
        patterns.forEach(pattern -> trie.remove(pattern, "q"));

        assertThat(trie.isEmpty()).isTrue();
    }

    @Test
    void aHundredThousandBindingsComeAndGoQuickly() {
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            IntStream.range(0, 100_000).forEach(i -> table.bind("q" + i, "a.*." + i, FieldTable.EMPTY));
            assertThat(table.route("a.b.99")).containsExactly("q99");
            IntStream.range(0, 50_000).forEach(i -> table.unbind("q" + i, "a.*." + i, FieldTable.EMPTY));
            IntStream.range(50_000, 100_000).forEach(i -> table.removeDestination("q" + i));
        });
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.route("a.b.99")).isEmpty();
    }

    @Test
    void manyHashesDoNotMakeMatchingExplode() {
        bind("#.a.".repeat(40) + "#.b", "#.*.".repeat(60) + "#.b");
        String key = "a.".repeat(126) + "a";

        Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> assertThat(table.route(key)).isEmpty());
    }

    @Test
    void theCacheStaysBounded() {
        var cache = new RouteCache<String>();
        IntStream.range(0, 10_000).forEach(i -> cache.put("key" + i, List.of("q")));
        assertThat(cache.size()).isBetween(1, RouteCache.KEYS_MAX);
        assertThat(cache.get("key9999")).containsExactly("q");

        List<String> large = Collections.nCopies(RouteCache.DESTINATIONS_MAX, "q");
        cache.put("large", large);
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.get("large")).isSameAs(large);
    }

    /** Each pattern as a destination of its own name. */
    private void bind(String... patterns) {
        List.of(patterns).forEach(pattern -> table.bind(pattern, pattern, FieldTable.EMPTY));
    }

    private static List<String> recorded() throws IOException {
        try (var in = TopicTableTest.class.getResourceAsStream("topic-as-rabbitmq.txt")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
