package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Declares and deletes durable queues with a binding: what was answered holds, whatever happens then. */
final class LoadDefinitions implements Load.Client {
    private static final int QUEUES_MAX = 8;

    /** What was last answered for each name; empty while an answer is due. */
    private final Map<String, Boolean> isThere = new HashMap<>();

    private final Deque<String> names = new ArrayDeque<>();
    private int number;

    @Override
    public void run(Connection connection, Ledger ledger, Load load) throws Exception {
        Channel channel = connection.createChannel();
        while (load.isOn() && channel.isOpen()) {
            String name = "definition-" + ++number;
            names.add(name);
            channel.queueDeclare(name, true, false, false, null);
            channel.queueBind(name, "amq.direct", name);
            isThere.put(name, true);
            ledger.count("declared");
            if (names.size() > QUEUES_MAX) {
                String oldest = names.element();
                isThere.remove(oldest);
                channel.queueDelete(oldest);
                isThere.put(oldest, false);
                names.remove();
            }
        }
    }

    private static boolean isThere(Connection connection, String name) throws IOException {
        Channel channel = connection.createChannel();
        try {
            channel.queueDeclarePassive(name);
            return true;
        } catch (IOException missing) {
            return false;
        }
    }

    /** When no client is connected; nothing of it is left then. */
    void audit(Connection connection, Ledger ledger) throws Exception {
        for (Map.Entry<String, Boolean> each : isThere.entrySet()) {
            boolean isFound = isThere(connection, each.getKey());
            if (isFound != each.getValue()) {
                ledger.complain(
                        isFound ? "was deleted and is back" : "was declared and is gone",
                        new Ledger.Key(each.getKey(), "definitions", 0));
            }
        }
        // of one that was cut off nobody knows whether it is there
        try (Channel channel = connection.createChannel()) {
            for (String name : names) {
                channel.queueDelete(name);
            }
        }
        isThere.clear();
        names.clear();
    }
}
