package warren.cli;

import java.util.Map;
import java.util.Optional;

/** The options that were given, by long name. */
record Options(Map<String, String> values) {
    Options {
        values = Map.copyOf(values);
    }

    boolean has(String flag) {
        return "true".equals(values.get(flag));
    }

    /** True unless {@code --no-FLAG} was given. */
    boolean notRefused(String flag) {
        return !"false".equals(values.get(flag));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<Integer> number(String name) {
        return text(name).map(Integer::valueOf);
    }

    String virtualHost() {
        return values.getOrDefault("vhost", "/");
    }

    Optional<String> formatter() {
        return text("formatter");
    }

    boolean isJson() {
        return formatter().filter("json"::equals).isPresent();
    }

    /** True when hints for a human are not wanted. */
    boolean isTerse() {
        return has("quiet") || has("silent");
    }
}
