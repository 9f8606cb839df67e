package warren.management.rates;

import java.util.Optional;

/** The samples that a request wants to see of lengths of queues, of messages, and of bytes. */
public record Ranges(Optional<Range> lengths, Optional<Range> messages, Optional<Range> data) {}
