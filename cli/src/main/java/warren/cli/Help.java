package warren.cli;

import java.util.List;

/**
 * What {@code help} says of a command.
 *
 * @param usage the command with its options and arguments
 * @param description one sentence without a full stop
 * @param topics its arguments and options, explained
 * @param guides pages of rabbitmq.com that tell more
 */
record Help(String name, Section section, String usage, String description, List<Topic> topics, List<String> guides) {

    /** The headings of the list of commands, in its order. */
    enum Section {
        HELP("Help"),
        NODES("Nodes"),
        CLUSTER("Cluster"),
        USERS("Users"),
        ACCESS_CONTROL("Access Control"),
        MONITORING("Monitoring, observability and health checks"),
        POLICIES("Policies"),
        VIRTUAL_HOSTS("Virtual hosts"),
        OPERATIONS("Operations"),
        QUEUES("Queues");

        private final String title;

        Section(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** An argument or option and its meaning. */
    record Topic(String name, String meaning) {}

    Help(String name, Section section, String usage, String description) {
        this(name, section, usage, description, List.of(), List.of());
    }

    Help topic(String topicName, String meaning) {
        List<Topic> more = new java.util.ArrayList<>(topics);
        more.add(new Topic(topicName, meaning));
        return new Help(name, section, usage, description, List.copyOf(more), guides);
    }

    /** Names of pages below {@code https://rabbitmq.com/}. */
    Help guides(String... pages) {
        return new Help(name, section, usage, description, topics, List.of(pages));
    }
}
