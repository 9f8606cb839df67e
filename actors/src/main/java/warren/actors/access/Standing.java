package warren.actors.access;

/** What a connection that is in hears of its user: other rights, or that there is no such user any more. */
public sealed interface Standing permits Grant, Standing.Gone {
    /** The user was deleted. */
    record Gone() implements Standing {}
}
