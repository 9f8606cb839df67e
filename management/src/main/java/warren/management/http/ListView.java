package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import warren.management.json.Json;

/** What a query asks of a list: an order, names, a page, and of each row some columns only. */
final class ListView {
    private static final int PAGE_SIZE = 100;
    private static final int PAGE_SIZE_MAX = 500;

    private static final Comparator<JsonNode> USUAL = Stream.of("vhost", "name", "source", "destination", "routing_key")
            .map(ListView::order)
            .reduce(Comparator::thenComparing)
            .orElseThrow();

    private final Call call;

    ListView(Call call) {
        this.call = call;
    }

    /** The rows as the query wants to see them; a list, or with {@code page} an object that tells of the page. */
    JsonNode of(List<? extends JsonNode> all) {
        Page page = page();
        List<JsonNode> rows = new ArrayList<>(all);
        String sort = call.query("sort").orElse("");
        rows.sort(sort.isEmpty() ? USUAL : order(sort));
        if (call.isTrue("sort_reverse")) {
            java.util.Collections.reverse(rows);
        }
        return page == null ? columns(rows) : page(rows, page);
    }

    /** One object with the columns that are asked for. */
    JsonNode of(JsonNode one) {
        List<String> columns = columns();
        return columns.isEmpty() ? one : chosen(one, columns);
    }

    private record Page(int number, int size, Predicate<JsonNode> names) {}

    @org.jspecify.annotations.Nullable
    private Page page() {
        String given = call.query().getOrDefault("page", "");
        if (given.isEmpty()) {
            return null;
        }
        String givenSize = call.query().getOrDefault("page_size", "");
        try {
            int number = Integer.parseInt(given);
            int size = givenSize.isEmpty() ? PAGE_SIZE : Integer.parseInt(givenSize);
            if (number < 1 || size < 1 || size > PAGE_SIZE_MAX) {
                throw Refusal.badRequestOf(
                        "invalid_pagination_parameters",
                        "Invalid pagination parameters: page number " + number + ", page size "
                                + (givenSize.isEmpty() ? "undefined" : givenSize));
            }
            return new Page(number, size, names());
        } catch (NumberFormatException | PatternSyntaxException wrong) {
            throw Refusal.badRequest("Pagination parameters are invalid");
        }
    }

    private Predicate<JsonNode> names() {
        String name = call.query("name").orElse("");
        if (name.isEmpty()) {
            return row -> true;
        }
        if (call.isTrue("use_regex")) {
            Pattern pattern = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
            return row -> pattern.matcher(row.path("name").asText()).find();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        return row -> row.path("name").asText().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private JsonNode page(List<JsonNode> rows, Page page) {
        List<JsonNode> named = rows.stream().filter(page.names()).toList();
        int pages = (named.size() + page.size() - 1) / page.size();
        if (page.number() > Math.max(1, pages)) {
            throw Refusal.badRequestOf(
                    "page_out_of_range",
                    "Page out of range, page: " + page.number() + " page size: " + page.size() + ", len: "
                            + named.size());
        }
        int from = (page.number() - 1) * page.size();
        List<JsonNode> items = named.subList(from, Math.min(named.size(), from + page.size()));
        ObjectNode answer = Json.object();
        answer.put("filtered_count", named.size()).put("item_count", items.size());
        answer.set("items", columns(items));
        answer.put("page", page.number()).put("page_count", pages).put("page_size", page.size());
        return answer.put("total_count", rows.size());
    }

    private static Comparator<JsonNode> order(String column) {
        String[] path = column.split("\\.");
        return (a, b) -> compare(at(a, path), at(b, path));
    }

    private static JsonNode at(JsonNode row, String[] path) {
        JsonNode value = row;
        for (String step : path) {
            value = value.path(step);
        }
        return value;
    }

    /** Numbers come before texts, what is missing comes first. */
    private static int compare(JsonNode a, JsonNode b) {
        if (a.isNumber() && b.isNumber()) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (kind(a) != kind(b)) {
            return Integer.compare(kind(a), kind(b));
        }
        return a.asText().compareTo(b.asText());
    }

    private static int kind(JsonNode value) {
        return value.isNumber() ? 1 : value.isMissingNode() || value.isNull() ? 0 : 2;
    }

    private List<String> columns() {
        return call.query("columns").map(text -> List.of(text.split(","))).orElse(List.of());
    }

    private ArrayNode columns(List<JsonNode> rows) {
        List<String> columns = columns();
        return Json.array(rows, row -> columns.isEmpty() ? row : chosen(row, columns));
    }

    private static ObjectNode chosen(JsonNode row, List<String> columns) {
        ObjectNode chosen = Json.object();
        for (String column : columns) {
            JsonNode value = at(row, column.split("\\."));
            if (!value.isMissingNode()) {
                put(chosen, column.split("\\."), value);
            }
        }
        return chosen;
    }

    private static void put(ObjectNode into, String[] path, JsonNode value) {
        ObjectNode at = into;
        for (int i = 0; i < path.length - 1; i++) {
            at = at.withObjectProperty(path[i]);
        }
        at.set(path[path.length - 1], value);
    }
}
