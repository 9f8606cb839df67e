package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A way to print what a command has to say; each returns the lines of standard output. */
interface Format {
    List<String> rows(List<JsonNode> rows);

    /** One text that stands alone. */
    List<String> text(String text);

    /** A list without elements, where it is not the rows of a table. */
    List<String> emptyList();

    /** True when nothing but the result may be printed: no banner. */
    default boolean isForMachines() {
        return false;
    }

    /** The format of this name, if there is one. */
    static Optional<Format> named(String name, boolean headers) {
        return switch (name) {
            case "table" -> Optional.of(new TableFormat(headers));
            case "json" -> Optional.of(new JsonFormat());
            case "csv" -> Optional.of(new CsvFormat());
            case "pretty_table" -> Optional.of(new BoxFormat());
            default -> Optional.empty();
        };
    }

    /** What {@code --formatter} takes, for completion. */
    final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(List.of("table", "json", "csv", "pretty_table"));
        }
    }

    /** The column names of a row, in order. */
    static List<String> columns(JsonNode row) {
        List<String> names = new ArrayList<>();
        for (Iterator<String> each = row.fieldNames(); each.hasNext(); ) {
            names.add(each.next());
        }
        return names;
    }

    /** The texts of a row's cells, in order. */
    static List<String> cells(JsonNode row) {
        List<String> cells = new ArrayList<>();
        row.forEach(value -> cells.add(Cell.text(value)));
        return cells;
    }
}
