package warren.actors.access;

import java.util.List;

/**
 * What is there before anybody has defined anything.
 *
 * @param loopbackUsers users that may log in from this machine only
 */
public record AccessSettings(
        String defaultUser, String defaultPassword, String defaultVirtualHost, List<String> loopbackUsers) {}
