package warren.actors.extension;

/** An extension cannot be loaded or unloaded; the text tells an operator why. */
public final class ExtensionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExtensionException(String text) {
        super(text);
    }

    ExtensionException(String text, Throwable cause) {
        super(text, cause);
    }
}
