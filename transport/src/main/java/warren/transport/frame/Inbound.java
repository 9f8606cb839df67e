package warren.transport.frame;

/** What a client's bytes say. */
public sealed interface Inbound permits ProtocolHeader, Command, UnfinishedContent, Violation {}
