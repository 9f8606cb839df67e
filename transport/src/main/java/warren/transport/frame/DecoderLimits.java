package warren.transport.frame;

/**
 * How much a client may send at once.
 *
 * @param frameMaxBytes the largest frame that the server offers, its eight bytes of frame included
 * @param messageMaxBytes the largest body that is kept, at most what {@code contents} can ever hold
 * @param contents room for bodies that come in pieces, shared by all clients
 */
public record DecoderLimits(int frameMaxBytes, long messageMaxBytes, ContentMemory contents) {}
