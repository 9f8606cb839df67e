package warren.routing;

/** The rules for names of queues and exchanges. Any characters are allowed but for these rules. */
public final class ResourceName {
    /** Names that start so belong to the broker. */
    public static final String RESERVED_PREFIX = "amq.";

    private ResourceName() {}

    /**
     * The name without carriage returns and line feeds. RabbitMQ takes them out in declare (passive too), delete, bind and unbind, and
     * nowhere else: not in publish, get, consume or purge, nor in routing keys.
     */
    public static String withoutLineBreaks(String name) {
        if (name.indexOf('\n') < 0 && name.indexOf('\r') < 0) {
            return name;
        }
        return name.replace("\n", "").replace("\r", "");
    }

    /** True when clients may not create it: to be asked after the line breaks are gone. */
    public static boolean isReserved(String name) {
        return name.startsWith(RESERVED_PREFIX);
    }
}
