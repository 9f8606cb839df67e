package warren.transport.frame;

/** Stands at the end of a chunk that brought a part of a body whose end is yet to come: the client is publishing. */
public record UnfinishedContent() implements Inbound {}
