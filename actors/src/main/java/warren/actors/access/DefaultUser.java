package warren.actors.access;

import java.util.List;

/**
 * The user that is made on the very first start.
 *
 * @param configure with {@code write} and {@code read}: rights on the first virtual host, as regular expressions
 */
public record DefaultUser(
        String name, String password, List<String> tags, String configure, String write, String read) {
    /** Copies the tags. */
    public DefaultUser {
        tags = List.copyOf(tags);
    }

    /** Everybody knows this password: it is RabbitMQ's, and the first thing to change. */
    boolean isPublic() {
        return name.equals("guest") && password.equals("guest");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "DefaultUser[" + name + "]";
    }
}
