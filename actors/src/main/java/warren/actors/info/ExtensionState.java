package warren.actors.info;

/**
 * The extension of an exchange whose type comes from one.
 *
 * @param available false while its type is not loaded
 * @param restarts of its behaviour
 * @param failures batches that it failed on, and its other faults
 */
public record ExtensionState(boolean available, int restarts, long failures) {}
