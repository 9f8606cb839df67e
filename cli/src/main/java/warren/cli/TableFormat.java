package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Columns separated by tabs under a line with their names: what rabbitmqctl prints when nothing else is asked for. */
record TableFormat(boolean headers) implements Format {
    @Override
    public List<String> rows(List<JsonNode> rows) {
        List<String> lines = new ArrayList<>();
        if (headers && !rows.isEmpty()) {
            lines.add(String.join("\t", Format.columns(rows.get(0))));
        }
        rows.forEach(row -> lines.add(String.join("\t", Format.cells(row))));
        return lines;
    }

    @Override
    public List<String> emptyList() {
        return List.of("");
    }

    @Override
    public List<String> text(String text) {
        return List.of(text);
    }
}
