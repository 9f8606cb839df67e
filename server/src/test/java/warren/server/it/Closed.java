package warren.server.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownNotifier;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How the broker closed a channel or a connection, as "channel 404 NOT_FOUND - ..." or "connection 530 ...". */
final class Closed {
    private Closed() {}

    /** What the broker says to a call that must fail. */
    static String by(ThrowingCallable call) {
        Throwable thrown = Assertions.catchThrowable(call);
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException signal) {
                return describe(signal);
            }
        }
        throw new AssertionError("expected an error of the broker, got " + thrown, thrown);
    }

    /** What the broker says when it closes this channel or connection, now or soon. */
    static String later(ShutdownNotifier notifier) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<ShutdownSignalException> signal = new CompletableFuture<>();
        notifier.addShutdownListener(signal::complete);
        return describe(signal.get(10, TimeUnit.SECONDS));
    }

    private static String describe(ShutdownSignalException signal) {
        Method reason = signal.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
            return "channel " + close.getReplyCode() + " " + close.getReplyText();
        }
        if (reason instanceof AMQP.Connection.Close close) {
            return "connection " + close.getReplyCode() + " " + close.getReplyText();
        }
        return "no reason given: " + signal;
    }
}
