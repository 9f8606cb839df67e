package warren.actors.channel;

import warren.transport.method.BasicAck;
import warren.transport.method.BasicGet;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicPublish;
import warren.transport.method.BasicReject;
import warren.transport.method.Method;

/** What a command has to wait for before it is carried out. */
final class CommandOrder {
    private CommandOrder() {}

    /** True when it could tell whether the publishes before it are on their way to their queues. */
    static boolean observesPublishes(Method method) {
        return !(method instanceof BasicPublish
                || method instanceof BasicAck
                || method instanceof BasicNack
                || method instanceof BasicReject);
    }

    /**
     * What was acknowledged before such a call is on disk when it is answered. Not so with basic.get: who fetches and acknowledges one
     * message after the other would wait for the disk each time.
     */
    static boolean isAnswered(Method method) {
        return observesPublishes(method) && !(method instanceof BasicGet);
    }
}
