package warren.transport.stream;

/** Hears when bytes that it sent have gone to the operating system's side. Called on the thread that wrote: a sender's, often its own, or the selector's. */
public interface WriteListener {
    /** So many of its bytes left, summed up over what left together. */
    void written(int bytes);

    /** For a sender that does not want to know. */
    WriteListener NONE = bytes -> {};
}
