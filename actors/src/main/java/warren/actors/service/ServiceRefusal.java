package warren.actors.service;

import warren.actors.AmqpError;
import warren.transport.method.ReplyCode;

/** The broker closed the channel on which a request was carried out; the message says why, without the name of the code. */
public final class ServiceRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient AmqpError error;

    /** With the code and the text that a client would get. */
    public ServiceRefusal(AmqpError error) {
        super(error.text());
        this.error = error;
    }

    /** As in the close method: {@code NOT_FOUND - no queue ...}. */
    public String replyText() {
        return error.replyText();
    }

    /** The number of the reply code. */
    public int code() {
        return error.code().code();
    }

    /** What was named does not exist. */
    public boolean isNotFound() {
        return error.code() == ReplyCode.NOT_FOUND;
    }

    /** The user may not do this. */
    public boolean isAccessRefused() {
        return error.code() == ReplyCode.ACCESS_REFUSED;
    }
}
