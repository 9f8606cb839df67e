package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One JSON array for a table, one record on each line; one object for a text. */
record JsonFormat() implements Format {
    @Override
    public List<String> rows(List<JsonNode> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("[");
        String separator = "";
        for (JsonNode row : rows) {
            lines.add(separator + Json.text(row));
            separator = ",";
        }
        lines.add("]");
        return lines;
    }

    @Override
    public List<String> emptyList() {
        return List.of("[]");
    }

    @Override
    public List<String> text(String text) {
        return List.of(Json.text(Json.object().put("message", text)));
    }

    @Override
    public boolean isForMachines() {
        return true;
    }
}
