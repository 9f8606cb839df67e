package warren.transport.frame;

import warren.transport.method.Method;

/** A complete command of a client: a method, and with it its content if it has one. */
public record Command(int channel, Method method, Content content) implements Inbound {}
