package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values, all in quotes. */
record CsvFormat() implements Format {
    @Override
    public List<String> rows(List<JsonNode> rows) {
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            lines.add(line(Format.columns(rows.get(0))));
        }
        rows.forEach(row -> lines.add(line(Format.cells(row))));
        return lines;
    }

    @Override
    public List<String> emptyList() {
        return List.of("\r", "\r", "");
    }

    @Override
    public List<String> text(String text) {
        return List.of(line(List.of(text)));
    }

    @Override
    public boolean isForMachines() {
        return true;
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> "\"" + cell.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(","));
    }
}
