package warren.actors.channel;

import warren.actors.AmqpError;

/** Carries an error of the peer from the place that finds it to the one that answers with a close method. Has no stack trace. */
final class AmqpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AmqpError error;

    AmqpException(AmqpError error) {
        super(error.replyText(), null, false, false);
        this.error = error;
    }

    AmqpError error() {
        return error;
    }
}
