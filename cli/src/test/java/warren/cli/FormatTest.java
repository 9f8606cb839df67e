package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rabbitmqctl 3.10 printed for the same rows. */
class FormatTest {
    private static final List<JsonNode> ROWS = List.of(row("guest", "administrator"), row("a\"b"));

    private static ObjectNode row(String user, String... tags) {
        ObjectNode row = Json.object().put("user", user);
        List.of(tags).forEach(row.putArray("tags")::add);
        return row;
    }

    @Test
    void table() {
        assertThat(new TableFormat(true).rows(ROWS))
                .containsExactly("user\ttags", "guest\t[administrator]", "a\"b\t[]");
        assertThat(new TableFormat(false).rows(ROWS)).containsExactly("guest\t[administrator]", "a\"b\t[]");
    }

    @Test
    void json() {
        assertThat(new JsonFormat().rows(ROWS))
                .containsExactly(
                        "[",
                        "{\"user\":\"guest\",\"tags\":[\"administrator\"]}",
                        ",{\"user\":\"a\\\"b\",\"tags\":[]}",
                        "]");
        assertThat(new JsonFormat().text("Success")).containsExactly("{\"message\":\"Success\"}");
    }

    @Test
    void csv() {
        assertThat(new CsvFormat().rows(ROWS))
                .containsExactly("\"user\",\"tags\"", "\"guest\",\"[administrator]\"", "\"a\"\"b\",\"[]\"");
    }

    @Test
    void prettyTable() {
        assertThat(new BoxFormat().rows(List.of(row("guest", "administrator"))))
                .containsExactly(
                        "\u001b(0lqqqqqqqwqqqqqqqqqqqqqqqk\u001b(B",
                        "\u001b(0x\u001b(B \u001b[1muser\u001b[0m  \u001b(0x\u001b(B \u001b[1mtags\u001b[0m          \u001b(0x\u001b(B",
                        "\u001b(0tqqqqqqqnqqqqqqqqqqqqqqqu\u001b(B",
                        "\u001b(0x\u001b(B guest \u001b(0x\u001b(B administrator \u001b(0x\u001b(B",
                        "\u001b(0mqqqqqqqvqqqqqqqqqqqqqqqj\u001b(B");
    }

    @Test
    void nothingAtAll() {
        assertThat(new TableFormat(true).rows(List.of())).isEmpty();
        assertThat(new TableFormat(true).emptyList()).containsExactly("");
        assertThat(new JsonFormat().rows(List.of())).containsExactly("[", "]");
        assertThat(new JsonFormat().emptyList()).containsExactly("[]");
        assertThat(new CsvFormat().rows(List.of())).isEmpty();
        assertThat(new BoxFormat().rows(List.of())).isEmpty();
    }

    @Test
    void isFoundByName() {
        assertThat(Format.named("table", false)).contains(new TableFormat(false));
        assertThat(Format.named("table", true)).contains(new TableFormat(true));
        assertThat(Format.named("xml", true)).isEmpty();
        assertThat(new Format.Names()).allMatch(name -> Format.named(name, true).isPresent());
    }
}
