package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A table in a frame, drawn with the line characters of a VT100 as rabbitmqctl does: {@code --formatter pretty_table}. */
record BoxFormat() implements Format {
    private static final String LINES_ON = "\u001b(0";
    private static final String LINES_OFF = "\u001b(B";
    private static final String WALL = LINES_ON + "x" + LINES_OFF;

    @Override
    public List<String> rows(List<JsonNode> rows) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<List<String>> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(cells(row)));
        return frame(Format.columns(rows.get(0)), cells);
    }

    @Override
    public List<String> emptyList() {
        return text("[]");
    }

    @Override
    public List<String> text(String text) {
        return frame(List.of("Output"), List.of(List.of(text)));
    }

    /** A list of names stands there without its brackets. */
    private static List<String> cells(JsonNode row) {
        List<String> cells = new ArrayList<>();
        for (JsonNode value : row) {
            boolean names =
                    value.isArray() && !Cell.isTable(value) && !value.path(0).isNumber();
            if (names) {
                var joined = new StringBuilder();
                value.forEach(name -> joined.append(Cell.text(name)));
                cells.add(joined.toString());
            } else {
                cells.add(Cell.text(value));
            }
        }
        return cells;
    }

    private static List<String> frame(List<String> titles, List<List<String>> rows) {
        int[] widths = new int[titles.size()];
        widen(widths, titles);
        rows.forEach(row -> widen(widths, row));
        List<String> lines = new ArrayList<>();
        lines.add(rule('l', 'w', 'k', widths));
        lines.add(row(titles, widths, "\u001b[1m", "\u001b[0m"));
        for (List<String> row : rows) {
            lines.add(rule('t', 'n', 'u', widths));
            lines.add(row(row, widths, "", ""));
        }
        lines.add(rule('m', 'v', 'j', widths));
        return lines;
    }

    private static void widen(int[] widths, List<String> cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells.get(i).length());
        }
    }

    private static String rule(char left, char middle, char right, int[] widths) {
        var line = new StringBuilder(LINES_ON).append(left);
        for (int i = 0; i < widths.length; i++) {
            line.append("q".repeat(widths[i] + 2)).append(i == widths.length - 1 ? right : middle);
        }
        return line.append(LINES_OFF).toString();
    }

    private static String row(List<String> cells, int[] widths, String before, String after) {
        var line = new StringBuilder(WALL);
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length() + 1);
            line.append(' ')
                    .append(before)
                    .append(cell)
                    .append(after)
                    .append(padding)
                    .append(WALL);
        }
        return line.toString();
    }
}
