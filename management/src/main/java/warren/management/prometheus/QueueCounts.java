package warren.management.prometheus;

import warren.actors.info.BrokerEvent;
import warren.actors.info.MessageCounts;
import warren.actors.info.QueueInfo;

/** What a queue that is there, or was, has counted. */
record QueueCounts(String id, String type, MessageCounts counts) {
    static QueueCounts of(QueueInfo queue) {
        return new QueueCounts(id(queue.virtualHost(), queue.name()), queue.type(), queue.counts());
    }

    static QueueCounts of(BrokerEvent.QueueEnded queue) {
        return new QueueCounts(id(queue.virtualHost(), queue.name()), queue.type(), queue.counts());
    }

    private static String id(String virtualHost, String name) {
        return virtualHost + '\n' + name;
    }
}
