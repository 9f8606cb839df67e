package warren.exchange;

/** What an exchange can be told: a {@link RouteBatch} by the broker; an author's own messages (timers, answers) implement it too. */
public interface ExchangeCommand {}
