package warren.management.json;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Whether a pattern can be used, with the words of RabbitMQ's library for the common mistakes. */
public final class RegularExpression {
    /** What is wrong, and where. */
    public record Complaint(String text, int position) {
        public String erlang() {
            return "{\"" + text + "\"," + position + "}";
        }
    }

    private RegularExpression() {}

    public static Optional<Complaint> complaint(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            String text = wrong.getDescription();
            if (text.startsWith("Unclosed group")) {
                return Optional.of(new Complaint("missing )", pattern.length()));
            }
            if (text.startsWith("Dangling meta character")) {
                return Optional.of(new Complaint("nothing to repeat", wrong.getIndex()));
            }
            if (text.startsWith("Unclosed character class")) {
                return Optional.of(new Complaint("missing terminating ] for character class", pattern.length()));
            }
            return Optional.of(new Complaint(text, wrong.getIndex()));
        }
    }
}
