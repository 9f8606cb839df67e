package warren.actors.connection;

/** What came in over a connection. */
final class ConnectionTraffic {
    private long receivedBytes;
    private long receivedCount;

    void received(int bytes) {
        receivedBytes += bytes;
        receivedCount++;
    }

    long receivedBytes() {
        return receivedBytes;
    }

    long receivedCount() {
        return receivedCount;
    }
}
