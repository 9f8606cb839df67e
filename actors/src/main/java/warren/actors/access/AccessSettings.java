package warren.actors.access;

import java.util.List;

/**
 * What is there before anybody has defined anything, and who may come from where.
 *
 * @param loopbackUsers users that may log in from this machine only
 */
public record AccessSettings(
        DefaultUser defaultUser,
        String defaultVirtualHost,
        List<String> loopbackUsers,
        PasswordHashing hashing,
        FailedLogins.Rules failedLogins) {
    /** Copies the list. */
    public AccessSettings {
        loopbackUsers = List.copyOf(loopbackUsers);
    }
}
