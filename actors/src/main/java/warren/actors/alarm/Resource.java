package warren.actors.alarm;

/** What may run short, in the order in which RabbitMQ names it. */
public enum Resource {
    DISK("disk"),
    MEMORY("memory");

    private final String text;

    Resource(String text) {
        this.text = text;
    }

    /** As it stands in log lines, reasons and reports. */
    public String text() {
        return text;
    }
}
