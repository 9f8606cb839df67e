package warren.server;

import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.stream.BindFailedException;

/** Turns what stopped a start into the one line that tells a user what to do. */
final class StartFailure {
    private StartFailure() {}

    static StartException of(Throwable failure) {
        Throwable cause = failure;
        while (isWrapping(cause) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof StartException known ? known : new StartException(line(cause), cause);
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof ExecutionException
                || failure instanceof CompletionException
                || failure instanceof ExceptionInInitializerError;
    }

    private static String line(Throwable cause) {
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return text.lines().findFirst().orElse(cause.toString());
    }

    /** True when a port is taken or may not be used. */
    static boolean isAboutPort(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause instanceof BindFailedException) {
                return true;
            }
        }
        return false;
    }
}
