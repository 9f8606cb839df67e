package warren.actors.insight;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import warren.actors.insight.MoveRequest.Action;
import warren.actors.insight.MoveRequest.Target;
import warren.actors.queue.Inspection.Sighting;
import warren.routing.message.Message;

/** Some messages that are moved together: where each is to go, and which have arrived. */
final class MoveBatch {
    /** Messages that go through the same exchange, by their places in the batch. */
    record Group(String exchange, List<Integer> indices) {}

    private final MoveRequest request;
    private final List<Sighting> messages;
    private final boolean[] arrived;
    private final ArrayDeque<Group> groups = new ArrayDeque<>();

    MoveBatch(MoveRequest request, List<Sighting> messages) {
        this.request = request;
        this.messages = messages;
        this.arrived = new boolean[messages.size()];
        if (request.action() == Action.DELETE) {
            // they are where they are to be
            Arrays.fill(arrived, true);
        } else {
            divide();
        }
    }

    /** Messages that follow each other through the same exchange go together. */
    private void divide() {
        for (int i = 0; i < messages.size(); i++) {
            String exchange = target(messages.get(i).message()).exchange();
            Group last = groups.peekLast();
            if (last == null || !last.exchange().equals(exchange)) {
                last = new Group(exchange, new ArrayList<>());
                groups.addLast(last);
            }
            last.indices().add(i);
        }
    }

    private Target target(Message message) {
        return request.target().orElseGet(() -> Origin.of(message));
    }

    /** Those to publish next; null when there are no more. */
    @Nullable
    Group nextGroup() {
        return groups.pollFirst();
    }

    /** As they are published: with the exchange and routing key of this publish. */
    List<Message> messages(Group group) {
        return group.indices().stream()
                .map(index -> {
                    Message message = messages.get(index).message();
                    Target to = target(message);
                    return new Message(to.exchange(), to.routingKey(), message.propertyBytes(), message.body());
                })
                .toList();
    }

    /** What became of a group; returns why some have not arrived. */
    List<String> note(Group group, Relay relay) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < group.indices().size(); i++) {
            int index = group.indices().get(i);
            arrived[index] = relay.hasArrived(i);
            long id = messages.get(index).offset();
            if (!relay.isRouted(i)) {
                problems.add("no queue would get message " + id + ": NO_ROUTE");
            } else if (!relay.hasArrived(i)) {
                problems.add("a queue had no room for message " + id + ", or is down");
            }
        }
        return problems;
    }

    /** Those that all queues have which were to get them. */
    List<Sighting> arrived() {
        List<Sighting> all = new ArrayList<>();
        for (int i = 0; i < arrived.length; i++) {
            if (arrived[i]) {
                all.add(messages.get(i));
            }
        }
        return all;
    }
}
