package warren.management.http;

import java.util.Map;

/** Who may use a path, by the tags of users and by the virtual hosts that they may enter. */
enum Guard {
    /** Everybody who may use the API at all. */
    ANYBODY,
    /** Those who may enter the virtual host of the path. */
    HOST,
    /** Those, and whoever may see all virtual hosts. */
    HOST_IN_VIEW,
    MONITOR,
    /** Policymakers in the virtual hosts that they may enter. */
    POLICYMAKER,
    ADMINISTRATOR;

    /** Refuses a visitor who may not. A virtual host that does not exist is for all to miss. */
    void check(ApiAccess.Visitor visitor, Map<String, String> names) {
        String host = names.get("vhost");
        boolean isElsewhere = host != null && visitor.access().virtualHost(host).isPresent() && !visitor.enters(host);
        switch (this) {
            case ANYBODY -> {}
            case HOST -> refuse(isElsewhere, "User not authorised to access virtual host");
            case HOST_IN_VIEW ->
                refuse(isElsewhere && !visitor.isMonitor(), "User not authorised to access virtual host");
            case MONITOR -> refuse(!visitor.isMonitor(), "Not monitor user");
            case POLICYMAKER ->
                refuse(
                        !visitor.isPolicymaker() || (isElsewhere && !visitor.isAdministrator()),
                        "User not authorised to access object");
            case ADMINISTRATOR -> refuse(!visitor.isAdministrator(), "Not administrator user");
        }
    }

    private static void refuse(boolean isRefused, String reason) {
        if (isRefused) {
            throw Refusal.notAuthorised(reason);
        }
    }
}
