package warren.actors.info;

/**
 * An exchange type.
 *
 * @param origin {@code built-in}, or where it was loaded from
 */
public record ExchangeTypeInfo(String name, String description, String origin) {}
