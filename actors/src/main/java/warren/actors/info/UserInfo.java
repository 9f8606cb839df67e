package warren.actors.info;

import java.util.List;

/** A user without the password. */
public record UserInfo(String name, List<String> tags) {}
