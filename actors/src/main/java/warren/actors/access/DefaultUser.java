package warren.actors.access;

import java.util.List;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.PermissionDefinition;
import warren.persistence.event.UserDefinition;

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

    DefinitionEvent with(Password.Hashed password) {
        return new DefinitionEvent.UserPut(new UserDefinition(name, password.hash(), password.algorithm(), tags));
    }

    DefinitionEvent permissions(String virtualHost) {
        return new DefinitionEvent.PermissionsSet(new PermissionDefinition(name, virtualHost, configure, write, read));
    }
}
