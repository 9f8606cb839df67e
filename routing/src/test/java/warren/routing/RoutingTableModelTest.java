package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** Each table against the simplest thing that can be right: a set of bindings of which every one is tried. */
class RoutingTableModelTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 200;
    private static final String[] WORDS = {"a", "b", "", "*", "#"};

    private record Binding(String destination, String routingKey, FieldTable arguments) {}

    @ParameterizedTest
    @EnumSource(names = {"DIRECT", "FANOUT", "TOPIC", "HEADERS", "RECENT_HISTORY"})
    void answersAsAListOfBindingsWould(ExchangeType type) {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            Set<Binding> model = new LinkedHashSet<>();
            RoutingTable<String> table = type.newTable(FieldTable.EMPTY, name -> name);
            for (int step = 0; step < STEPS; step++) {
                String where = type + ", seed " + seed + ", step " + step;
                change(random, table, model, where);
                assertThat(table.size()).as(where).isEqualTo(model.size());
                Message message = message(random);
                List<String> found = table.route(message);
                assertThat(found)
                        .as(
                                "%s, key '%s', headers %s, bindings %s",
                                where, message.routingKey(), headers(message), model)
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(expected(type, model, message));
                if (type != ExchangeType.HEADERS) {
                    assertThat(table.route(message)).as(where).isSameAs(found);
                }
            }
        }
    }

    private static void change(Random random, RoutingTable<String> table, Set<Binding> model, String where) {
        var binding = new Binding("q" + random.nextInt(8), words(random), arguments(random));
        switch (random.nextInt(12)) {
            case 0 -> {
                table.removeDestination(binding.destination());
                model.removeIf(known -> known.destination().equals(binding.destination()));
            }
            case 1, 2, 3, 4 -> {
                Binding gone = model.isEmpty() || random.nextInt(3) == 0
                        ? binding
                        : new ArrayList<>(model).get(random.nextInt(model.size()));
                assertThat(table.unbind(gone.destination(), gone.routingKey(), gone.arguments()))
                        .as(where)
                        .isEqualTo(model.remove(gone));
            }
            default ->
                assertThat(table.bind(binding.destination(), binding.routingKey(), binding.arguments()))
                        .as(where)
                        .isEqualTo(model.add(binding));
        }
    }

    private static Set<String> expected(ExchangeType type, Set<Binding> model, Message message) {
        return model.stream()
                .filter(binding -> matches(type, binding, message))
                .map(Binding::destination)
                .collect(Collectors.toSet());
    }

    private static boolean matches(ExchangeType type, Binding binding, Message message) {
        return switch (type) {
            case DIRECT -> binding.routingKey().equals(message.routingKey());
            case FANOUT, RECENT_HISTORY -> true;
            case TOPIC -> matches(split(binding.routingKey()), split(message.routingKey()));
            case HEADERS ->
                matches(binding.arguments().fields(), headers(message).fields());
            default -> throw new IllegalArgumentException("picks one of several: " + type);
        };
    }

    private static List<String> split(String key) {
        return key.isEmpty() ? List.of() : Arrays.asList(key.split("\\.", -1));
    }

    private static boolean matches(List<String> pattern, List<String> words) {
        if (pattern.isEmpty()) {
            return words.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return matches(rest, words) || (!words.isEmpty() && matches(pattern, words.subList(1, words.size())));
        }
        boolean fits = !words.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(words.get(0)));
        return fits && matches(rest, words.subList(1, words.size()));
    }

    private static boolean matches(Map<String, FieldValue> arguments, Map<String, FieldValue> headers) {
        String kind = String.valueOf(arguments.getOrDefault("x-match", FieldValue.of("all")));
        var fits = arguments.entrySet().stream()
                .filter(wanted -> !wanted.getKey().equals("x-match"))
                .filter(wanted -> kind.endsWith("-with-x") || !wanted.getKey().startsWith("x-"))
                .map(wanted -> headers.containsKey(wanted.getKey())
                        && (wanted.getValue() instanceof FieldValue.NoValue
                                || wanted.getValue().equals(headers.get(wanted.getKey()))))
                .toList();
        return kind.startsWith("any") ? fits.contains(true) : !fits.contains(false);
    }

    private static FieldTable headers(Message message) {
        return message.properties().headers();
    }

    private static Message message(Random random) {
        var properties =
                new BasicProperties.Builder().headers(fields(random, 4)).build();
        return Message.of("x", words(random), properties, new byte[0]);
    }

    private static String words(Random random) {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(6); i > 0; i--) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(".", words);
    }

    private static FieldTable arguments(Random random) {
        List<String> kinds = List.of("all", "any", "all-with-x", "any-with-x", "");
        String kind = kinds.get(random.nextInt(kinds.size()));
        FieldTable fields = fields(random, 2);
        return kind.isEmpty() ? fields : fields.with("x-match", FieldValue.of(kind));
    }

    private static FieldTable fields(Random random, int most) {
        FieldTable fields = FieldTable.EMPTY;
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            FieldValue value = random.nextInt(5) == 0 ? new FieldValue.NoValue() : FieldValue.of(random.nextInt(2));
            fields = fields.with(List.of("a", "b", "x-c").get(random.nextInt(3)), value);
        }
        return fields;
    }
}
