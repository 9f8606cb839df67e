package warren.transport.frame;

/**
 * How much a client may send at once.
 *
 * @param frameMaxBytes the largest frame that the server offers, its eight bytes of frame included
 * @param messageMaxBytes the largest body that is kept
 */
public record DecoderLimits(int frameMaxBytes, long messageMaxBytes) {}
