package warren.actors.info;

import java.util.Optional;

/**
 * Why an actor ended.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param cause the exception and its text
 * @param messageType the type of the message that it was handling, never what was in it; empty when that is not known
 */
public record FailureInfo(long atMillis, String cause, Optional<String> messageType) {}
