package warren.transport.frame;

import warren.transport.method.ReplyCode;

/** The client broke the protocol: the connection error that it gets. Nothing is decoded after one. The ids are 0 without a method. */
public record Violation(ReplyCode code, String text, int classId, int methodId) implements Inbound {}
