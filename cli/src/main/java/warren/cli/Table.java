package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option of the commands that print a table, and their outcome. */
final class Table {
    @Option(names = "--table-headers", negatable = true, defaultValue = "true", fallbackValue = "true")
    private boolean headers;

    Outcome rows(JsonNode answer) {
        List<JsonNode> rows = new ArrayList<>();
        answer.forEach(rows::add);
        return new Outcome.Rows(rows, headers);
    }

    /** A list that rabbitmqctl gets in one piece. */
    Outcome list(JsonNode answer) {
        return answer.isEmpty() ? new Outcome.EmptyList() : rows(answer);
    }
}
