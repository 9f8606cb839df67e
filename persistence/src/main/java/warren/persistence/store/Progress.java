package warren.persistence.store;

/** Hears how far long work is. */
public interface Progress {
    /** So much of a step is done. */
    void at(String step, long done, long total);
}
