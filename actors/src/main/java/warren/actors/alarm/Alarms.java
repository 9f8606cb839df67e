package warren.actors.alarm;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The alarms that are on. */
public record Alarms(Set<Resource> resources) {
    /** All is well. */
    public static final Alarms NONE = new Alarms(Set.of());

    /** Copies the set. */
    public Alarms {
        resources = Set.copyOf(resources);
    }

    /** True when publishers are to be held. */
    public boolean areOn() {
        return !resources.isEmpty();
    }

    public boolean isOn(Resource resource) {
        return resources.contains(resource);
    }

    /** RabbitMQ's reason in connection.blocked, such as {@code low on disk & memory}. */
    public String reason() {
        return EnumSet.copyOf(resources).stream().map(Resource::text).collect(Collectors.joining(" & ", "low on ", ""));
    }

    Alarms with(Resource resource, boolean on) {
        Set<Resource> changed = EnumSet.noneOf(Resource.class);
        changed.addAll(resources);
        if (on) {
            changed.add(resource);
        } else {
            changed.remove(resource);
        }
        return new Alarms(changed);
    }
}
