package warren.cli;

/** The broker's no: a reason that programs tell apart, and a text for people. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refusal(String reason, String text) {
        super(text);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
