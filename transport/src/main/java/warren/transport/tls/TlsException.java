package warren.transport.tls;

/** A TLS port cannot be set up as its settings say; the message is one line that names the file and the reason. */
public final class TlsException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsException(String line) {
        super(line);
    }

    TlsException(String line, Throwable cause) {
        super(line, cause);
    }
}
