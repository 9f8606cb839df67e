package warren.management.prometheus;

import java.util.HashMap;
import java.util.Map;
import warren.actors.info.BrokerEvent;

/** How often things came, went and failed since the port was opened. */
final class Churn {
    long connectionsOpened;
    long connectionsClosed;
    long channelsOpened;
    long channelsClosed;
    long queuesDeclared;
    long queuesCreated;
    long queuesDeleted;
    long loginsAccepted;
    long loginsRefused;
    /** By kinds of actors. */
    final Map<String, Long> failures = new HashMap<>(Map.of("queue", 0L, "exchange", 0L, "channel", 0L));

    Churn() {}

    /** As it is now. */
    Churn(Churn other) {
        connectionsOpened = other.connectionsOpened;
        connectionsClosed = other.connectionsClosed;
        channelsOpened = other.channelsOpened;
        channelsClosed = other.channelsClosed;
        queuesDeclared = other.queuesDeclared;
        queuesCreated = other.queuesCreated;
        queuesDeleted = other.queuesDeleted;
        loginsAccepted = other.loginsAccepted;
        loginsRefused = other.loginsRefused;
        failures.putAll(other.failures);
    }

    void count(BrokerEvent event) {
        if (event instanceof BrokerEvent.ConnectionOpened) {
            connectionsOpened++;
        } else if (event instanceof BrokerEvent.ConnectionClosed) {
            connectionsClosed++;
        } else if (event instanceof BrokerEvent.ChannelOpened) {
            channelsOpened++;
        } else if (event instanceof BrokerEvent.ChannelClosed) {
            channelsClosed++;
        } else if (event instanceof BrokerEvent.QueueDeclared) {
            queuesDeclared++;
        } else if (event instanceof BrokerEvent.QueueCreated) {
            queuesCreated++;
        } else if (event instanceof BrokerEvent.QueueDeleted) {
            queuesDeleted++;
        } else if (event instanceof BrokerEvent.LoginAttempted login && login.isAccepted()) {
            loginsAccepted++;
        } else if (event instanceof BrokerEvent.LoginAttempted) {
            loginsRefused++;
        } else if (event instanceof BrokerEvent.ActorFailed failed) {
            failures.merge(failed.kind(), 1L, Long::sum);
        }
    }
}
