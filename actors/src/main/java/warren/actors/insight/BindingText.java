package warren.actors.insight;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.actors.info.BindingInfo;
import warren.routing.ExchangeType;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/** Why a binding matches a message or does not, as a sentence. */
final class BindingText {
    private BindingText() {}

    static String why(ExchangeType rule, BindingInfo binding, Message message, boolean isMatch) {
        String key = "the routing key '" + message.routingKey() + "'";
        return switch (rule) {
            case DIRECT ->
                capital(key) + (isMatch ? " is" : " is not") + " '" + binding.routingKey() + "'"
                        + (isMatch || message.copyKeys().isEmpty() ? "." : ", nor is a key in CC or BCC.");
            case TOPIC ->
                capital(key) + (isMatch ? " fits" : " does not fit") + " the pattern '" + binding.routingKey() + "'.";
            case HEADERS -> ofHeaders(binding.arguments(), message.properties().headers(), isMatch);
            case CONSISTENT_HASH, MODULUS_HASH ->
                isMatch ? "The hash leads here." : "The hash leads to another binding.";
            case RANDOM -> "It may be chosen by chance.";
            case FANOUT, DEDUPLICATION, RECENT_HISTORY, DELAYED -> "Every message goes here, whatever its routing key.";
        };
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String ofHeaders(FieldTable wanted, FieldTable headers, boolean isMatch) {
        String mode = wanted.text("x-match").orElse("all");
        boolean countsAll = mode.endsWith("-with-x");
        List<String> missing = new ArrayList<>();
        List<String> there = new ArrayList<>();
        wanted.fields().forEach((name, value) -> {
            if (name.equals("x-match") || (!countsAll && name.startsWith("x-"))) {
                return;
            }
            (isThere(value, headers.get(name)) ? there : missing).add(name + "=" + text(value));
        });
        if (mode.startsWith("any")) {
            return isMatch
                    ? "It needs one of the headers, and the message has " + String.join(", ", there) + "."
                    : "It needs one of the headers, and the message has none of " + String.join(", ", missing) + ".";
        }
        return isMatch
                ? "The message has all of the headers"
                        + (there.isEmpty() ? "; none is asked for." : ": " + String.join(", ", there) + ".")
                : "It needs all of the headers, and the message lacks " + String.join(", ", missing) + ".";
    }

    /** A binding's header without a value asks for the header alone. */
    private static boolean isThere(FieldValue wanted, Optional<FieldValue> present) {
        return present.isPresent()
                && (wanted instanceof FieldValue.NoValue || text(wanted).equals(text(present.get())));
    }

    private static String text(FieldValue value) {
        if (value instanceof LongString text) {
            return text.text();
        }
        return value instanceof FieldValue.Int number ? Long.toString(number.value()) : String.valueOf(value);
    }
}
