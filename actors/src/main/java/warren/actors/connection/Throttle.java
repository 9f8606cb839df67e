package warren.actors.connection;

import java.util.List;
import warren.actors.alarm.Alarms;
import warren.transport.frame.Command;
import warren.transport.frame.Inbound;
import warren.transport.frame.UnfinishedContent;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConnectionBlocked;
import warren.transport.method.ConnectionUnblocked;

/**
 * Holds a connection that publishes while an alarm is on: from its first publish on nothing of it is handled or read, as with RabbitMQ.
 * Its client is told if it can take that. A connection that does not publish goes on.
 */
final class Throttle {
    private final Link link;
    private final boolean canBeTold;
    private boolean blocked;
    private List<Inbound> held = List.of();

    Throttle(Link link, Session session) {
        this.link = link;
        this.canBeTold = session.isCapableOf("connection.blocked");
    }

    boolean isBlocked() {
        return blocked;
    }

    /** RabbitMQ's name of the state. */
    String state() {
        return blocked ? "blocked" : link.alarms.areOn() ? "blocking" : "running";
    }

    /** What of a chunk may be handled now: all, or all before the first publish. */
    List<Inbound> admit(List<Inbound> commands) {
        if (!link.alarms.areOn()) {
            return commands;
        }
        for (int i = 0; i < commands.size(); i++) {
            if (isPublish(commands.get(i))) {
                block(commands.subList(i, commands.size()));
                return commands.subList(0, i);
            }
        }
        return commands;
    }

    private static boolean isPublish(Inbound inbound) {
        return inbound instanceof UnfinishedContent
                || (inbound instanceof Command command && command.method() instanceof BasicPublish);
    }

    private void block(List<Inbound> rest) {
        blocked = true;
        held = List.copyOf(rest);
        if (canBeTold) {
            link.send(0, new ConnectionBlocked(link.alarms.reason()));
        }
    }

    /** Takes note of other alarms; when none is left, what was held is to be handled now. */
    List<Inbound> change(Alarms alarms) {
        link.alarms = alarms;
        if (!blocked || alarms.areOn()) {
            return List.of();
        }
        blocked = false;
        if (canBeTold) {
            link.send(0, new ConnectionUnblocked());
        }
        List<Inbound> released = held;
        held = List.of();
        return released;
    }
}
