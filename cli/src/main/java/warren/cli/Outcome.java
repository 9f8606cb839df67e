package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a command has to say when it is over. */
sealed interface Outcome {
    /** Nothing but that it was done. */
    record Done() implements Outcome {}

    /** One text. */
    record Text(String text) implements Outcome {}

    /** One JSON object, whatever formatter was asked for. */
    record Document(JsonNode value) implements Outcome {}

    /** A table; all rows have the same fields in the same order, whose names may be shown above. */
    record Rows(List<JsonNode> rows, boolean headers) implements Outcome {
        /** Copies the list. */
        public Rows {
            rows = List.copyOf(rows);
        }
    }

    /** A list that is known as a whole, and empty: rabbitmqctl prints it unlike the rows of a stream that never came. */
    record EmptyList() implements Outcome {}

    /** Another program has done it and said all there is to say. */
    record Ended(int exitCode) implements Outcome {}

    /** It did not work; the text goes to standard error as it is. */
    record Failure(int exitCode, String text) implements Outcome {}

    static Failure failure(int exitCode, String text) {
        return new Failure(exitCode, "Error:\n" + text);
    }

    /** The broker's own words. */
    static Failure failure(Refusal refusal) {
        return failure(ExitCode.UNAVAILABLE, refusal.text());
    }
}
