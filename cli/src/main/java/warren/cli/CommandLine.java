package warren.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed, taken apart by the rules of rabbitmqctl (those of Elixir's OptionParser): options may stand anywhere, also before the
 * command; an unknown one takes no value; {@code --} ends them.
 *
 * @param invalid {@code --name : value} for each option that is unknown or has a wrong value
 */
record CommandLine(List<String> arguments, Options options, List<String> invalid) {

    static CommandLine parse(List<String> typed, List<Switch> switches) {
        return new Parser(switches).parse(typed);
    }

    private static final class Parser {
        private final List<Switch> switches;
        private final List<String> arguments = new ArrayList<>();
        private final List<String> invalid = new ArrayList<>();
        private final Map<String, String> values = new HashMap<>();
        private List<String> rest = new ArrayList<>();

        Parser(List<Switch> switches) {
            this.switches = switches;
        }

        CommandLine parse(List<String> typed) {
            rest.addAll(typed);
            while (!rest.isEmpty()) {
                String word = rest.remove(0);
                if (word.equals("--")) {
                    arguments.addAll(rest);
                    rest.clear();
                } else if (!looksLikeOption(word)) {
                    arguments.add(word);
                } else if (word.startsWith("--")) {
                    takeLong(word);
                } else {
                    takeShort(word);
                }
            }
            return new CommandLine(List.copyOf(arguments), new Options(values), List.copyOf(invalid));
        }

        /** A dash alone and a negative number are arguments. */
        private static boolean looksLikeOption(String word) {
            return word.startsWith("-") && word.length() > 1 && !word.matches("-[0-9]+(\\.[0-9]+)?");
        }

        private void takeLong(String word) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
            Optional<Switch> known = Switch.named(switches, name);
            if (known.isPresent()) {
                take("--" + name, known.get(), value);
                return;
            }
            Optional<Switch> refused =
                    name.startsWith("no-") ? Switch.named(switches, name.substring(3)) : Optional.empty();
            if (refused.isPresent() && refused.get().kind() == Switch.Kind.FLAG && value.isEmpty()) {
                values.put(refused.get().name(), "false");
            } else {
                refuse("--" + name, value);
            }
        }

        private void takeShort(String word) {
            int equals = word.indexOf('=');
            String letters = equals < 0 ? word.substring(1) : word.substring(1, equals);
            Optional<String> value = equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
            for (int i = 0; i < letters.length(); i++) {
                boolean last = i == letters.length() - 1;
                String shown = "-" + letters.charAt(i);
                Optional<Switch> known = Switch.lettered(switches, letters.charAt(i));
                if (known.isEmpty() || (!last && known.get().kind() != Switch.Kind.FLAG)) {
                    refuse(shown, last ? value : Optional.empty());
                } else {
                    take(shown, known.get(), last ? value : Optional.empty());
                }
            }
        }

        private void take(String shown, Switch known, Optional<String> attached) {
            Optional<String> value = attached;
            if (known.kind() == Switch.Kind.FLAG) {
                value = Optional.of(attached.orElse("true"));
            } else if (value.isEmpty() && !rest.isEmpty() && !looksLikeOption(rest.get(0))) {
                value = Optional.of(rest.remove(0));
            }
            if (value.isPresent() && isGood(known, value.get())) {
                values.put(known.name(), value.get());
            } else {
                refuse(shown, value);
            }
        }

        private static boolean isGood(Switch known, String value) {
            return switch (known.kind()) {
                case TEXT -> true;
                case NUMBER -> value.matches("[+-]?[0-9]{1,9}");
                case FLAG -> value.equals("true") || value.equals("false");
            };
        }

        private void refuse(String shown, Optional<String> value) {
            invalid.add(shown + " : " + value.orElse(""));
        }
    }
}
