package warren.server.it;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.impl.ForgivingExceptionHandler;

/** Leaves a connection as it is when the broker drops it: the tests look at the shutdown signal themselves. */
final class QuietExceptionHandler extends ForgivingExceptionHandler {
    @Override
    public void handleUnexpectedConnectionDriverException(Connection connection, Throwable exception) {
        // The shutdown signal tells it.
    }

    @Override
    protected void log(String message, Throwable exception) {
        // Errors are what many of these tests want.
    }
}
