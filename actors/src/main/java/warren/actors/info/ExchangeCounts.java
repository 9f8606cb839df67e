package warren.actors.info;

/** Messages that were published to an exchange, and to how many queues it led them in all. */
public record ExchangeCounts(long in, long out) {
    public static final ExchangeCounts NONE = new ExchangeCounts(0, 0);

    /** All of both. */
    public ExchangeCounts plus(ExchangeCounts other) {
        return new ExchangeCounts(in + other.in, out + other.out);
    }
}
