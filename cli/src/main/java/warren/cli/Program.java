package warren.cli;

/** The name under which this program was started, as its help texts give it. */
final class Program {
    private Program() {}

    static String name() {
        return System.getProperty("warren.program", "warrenctl");
    }

    /** The one that starts and stops: of RabbitMQ's programs only one does. */
    static String operator() {
        String name = name();
        return name.startsWith("rabbitmq-") ? "rabbitmqctl" : name;
    }
}
