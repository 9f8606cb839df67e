package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** How the program is called and what it says. Texts and exit codes are rabbitmqctl's. */
class WarrenCtlTest extends WithControlPort {
    @Test
    void saysWhyACommandOfRabbitMqIsNotThere() {
        assertThat(run("join_cluster", "rabbit@there")).isEqualTo(69);
        assertThat(err()).isEqualTo("Error:\nthere is no join_cluster: Warren is one node: there is no cluster\n");
    }

    @Test
    void listsQueuesUnderItsBanner() {
        answers.put("list_queues", "{\"value\":[{\"name\":\"hello\",\"messages\":1}]}");

        assertThat(run("list_queues")).isZero();
        assertThat(out()).isEqualTo("""
                        Timeout: 60.0 seconds ...
                        Listing queues for vhost / ...
                        name\tmessages
                        hello\t1
                        """);
        assertThat(requests).contains("list_queues {\"vhost\":\"/\",\"columns\":[\"name\",\"messages\"]}");
    }

    @Test
    void asksForColumnsByName_separatedByBlanksOrCommas() {
        answers.put("list_queues", "{\"value\":[]}");

        assertThat(run("list_queues", "name,durable", "name", "-p", "v", "-q")).isZero();
        assertThat(requests).contains("list_queues {\"vhost\":\"v\",\"columns\":[\"name\",\"durable\"]}");
        assertThat(out()).isEmpty();
    }

    @Test
    void refusesAnUnknownColumn() {
        assertThat(run("list_queues", "name", "foo", "bar")).isEqualTo(64);
        assertThat(err()).startsWith("""
                        Error (argument validation): Info key(s) bar,foo are not supported
                        Arguments given:
                        \tlist_queues name foo bar

                        \u001b[1mUsage\u001b[0m

                        warrenctl [--node <node>] [--longnames] [--quiet] list_queues [--vhost <vhost>]""");
        assertThat(requests).isEmpty();
    }

    @Test
    void refusesAnUnknownOption() {
        assertThat(run("add_user", "u", "p", "--nosuch")).isEqualTo(64);
        assertThat(err()).startsWith("Error (argument validation): Invalid options for this command:\n--nosuch : \n");
    }

    @Test
    void countsArguments() {
        assertThat(run("add_user")).isEqualTo(64);
        assertThat(err()).startsWith("Error (argument validation): not enough arguments.\n");
        assertThat(run("delete_user", "a", "b")).isEqualTo(64);
        assertThat(run("add_user", "", "p")).isEqualTo(65);
        assertThat(err()).contains("Bad argument: user cannot be an empty string");
    }

    @Test
    void suggestsACommand() {
        assertThat(run("list_queue")).isEqualTo(64);
        assertThat(err()).isEqualTo("\nCommand 'list_queue' not found. \nDid you mean 'list_queues'? \n\n");
    }

    @Test
    void printsUsageWithoutACommand() {
        assertThat(run()).isEqualTo(64);
        assertThat(err()).contains("Available commands:", "list_queues");
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("Available commands:");
    }

    @Test
    void explainsACommand() {
        assertThat(run("help", "list_users")).isZero();
        assertThat(out()).startsWith("""

                        \u001b[1mUsage\u001b[0m

                        warrenctl [--node <node>] [--longnames] [--quiet] list_users [--no-table-headers] [--timeout <timeout>]

                        List user names and tags.


                        \u001b[1mRelevant Doc Guides\u001b[0m

                         * https://rabbitmq.com/access-control.html


                        \u001b[1mGeneral Options\u001b[0m
                        """);
    }

    @Test
    void tellsThatTheUserIsThereAlready() {
        answers.put("add_user", "{\"error\":{\"reason\":\"user_exists\",\"text\":\"x\"}}");

        assertThat(run("add_user", "u", "p")).isEqualTo(70);
        assertThat(out()).isEqualTo("Adding user \"u\" ...\n");
        assertThat(err()).isEqualTo("Error:\nUser \"u\" already exists\n");
    }

    @Test
    void readsAPasswordFromStandardInput() {
        input = "geheim \n";

        assertThat(run("add_user", "u")).isZero();
        assertThat(out())
                .startsWith("Adding user \"u\" ...\nPassword: \nDone. Don't forget to grant the user permissions");
        assertThat(requests).contains("add_user {\"user\":\"u\",\"password\":\"geheim\"}");
    }

    @Test
    void wantsAPassword() {
        assertThat(run("add_user", "u")).isEqualTo(65);
        assertThat(err()).isEqualTo("Error:\nPassword is not provided via argument or stdin\n");
    }

    @Test
    void saysInJsonThatItWasDone() {
        assertThat(run("add_vhost", "v", "--formatter", "json")).isZero();
        assertThat(out()).isEqualTo("{\"node\":\"rabbit@here\",\"result\":\"ok\"}\n");
    }

    @Test
    void knowsNoUserOfThatName() {
        answers.put("delete_user", "{\"error\":{\"reason\":\"no_such_user\",\"text\":\"x\"}}");

        assertThat(run("delete_user", "u", "-q")).isEqualTo(67);
        assertThat(out()).isEmpty();
        assertThat(err()).isEqualTo("Error:\nUser \"u\" does not exist\n");
    }

    @Test
    void needsARunningBroker_orAStoppedOne() {
        assertThat(run("reset")).isEqualTo(64);
        assertThat(err())
                .startsWith(
                        "Error: this command requires the 'rabbit' app to be stopped on the target node. Stop it with"
                                + " 'warrenctl stop_app'.\nArguments given:\n\treset\n");

        answers.put("state", "{\"value\":{\"running\":false,\"node\":\"rabbit@here\"}}");
        assertThat(run("list_users")).isEqualTo(64);
        assertThat(err()).startsWith("Error: this command requires the 'rabbit' app to be running on the target node.");
        assertThat(run("reset")).isZero();
        assertThat(run("start_app")).isZero();
    }

    @Test
    void altersAQueue() {
        answers.put("alter_queue", "{}");

        assertThat(run("alter_queue", "q", "durable=true", "x-max-length=5", "x-overflow=drop-head", "x-expires="))
                .isZero();

        assertThat(requests)
                .contains(
                        "alter_queue {\"queue\":\"q\",\"vhost\":\"/\",\"changes\":{\"durable\":true,\"x-max-length\":5,"
                                + "\"x-overflow\":\"drop-head\",\"x-expires\":null}}");
        assertThat(run("alter_queue", "q", "nonsense")).isNotZero();
    }

    @Test
    void deletesAQueueOnConditions() {
        answers.put("delete_queue", "{\"value\":3}");

        assertThat(run("delete_queue", "q", "-e", "-u")).isZero();
        assertThat(out())
                .isEqualTo("Deleting queue 'q' on vhost '/' if queue is empty and if queue is unused ...\n"
                        + "Queue was successfully deleted with 3 ready messages\n");
        assertThat(requests)
                .contains("delete_queue {\"queue\":\"q\",\"vhost\":\"/\",\"if-empty\":true,\"if-unused\":true}");
    }

    @Test
    void reportsABrokerThatIsNotThere() throws IOException {
        Files.delete(directory.resolve("control.json"));

        assertThat(run("list_queues")).isEqualTo(69);
        assertThat(err())
                .startsWith("Error: unable to perform an operation on node '")
                .contains("Please see diagnostics information and suggestions below.", "no control file");
        assertThat(run("stop")).isEqualTo(69);
        assertThat(run("stop", "--idempotent")).isZero();
        assertThat(out()).endsWith("is no longer running\n");
    }

    @Test
    void reportsAnotherNodesName() {
        assertThat(run("list_queues", "-n", "other@there")).isEqualTo(69);
        assertThat(err())
                .startsWith("Error: unable to perform an operation on node 'other@there'.")
                .contains("is rabbit@here");
    }

    @Test
    void reportsAWrongSecret() throws IOException {
        writeControlFile("wrong");

        assertThat(run("list_queues")).isEqualTo(69);
        assertThat(err()).contains("does not accept the secret");
    }

    @Test
    void takesTheHeadersAway() {
        answers.put("list_users", "{\"value\":[{\"user\":\"guest\",\"tags\":[]}]}");

        assertThat(run("list_users", "--no-table-headers")).isZero();
        assertThat(out()).isEqualTo("Listing users ...\nguest\t[]\n");
        assertThat(run("-s", "list_users")).isZero();
        assertThat(out()).isEqualTo("guest\t[]\n");
    }

    @Test
    void takesOptionsOfTheCommandBeforeIt() {
        answers.put("delete_queue", "{\"value\":0}");

        assertThat(run("--if-empty", "-p", "delete_queue", "delete_queue", "q")).isZero();
        assertThat(requests)
                .contains(
                        "delete_queue {\"queue\":\"q\",\"vhost\":\"delete_queue\",\"if-empty\":true,\"if-unused\":false}");
        // an unknown option takes no value, so this is a command
        assertThat(run("--unit", "mb", "status")).isEqualTo(64);
        assertThat(err()).startsWith("\nCommand 'mb' not found. \n");
    }

    @Test
    void checksTheArgumentsBeforeTheFormatter_andBothBeforeTheBroker() {
        assertThat(run("list_exchanges", "nosuch", "--formatter", "xml")).isEqualTo(64);
        assertThat(err()).contains("Info key(s) nosuch are not supported");
        assertThat(run("list_exchanges", "--formatter", "xml")).isEqualTo(64);
        assertThat(err()).contains("the requested formatter is not supported by this command");
        assertThat(run("status", "--unit", "lb")).isEqualTo(64);
        assertThat(err()).contains("\"unit 'lb' is not supported. Please use one of: bytes, mb, gb\"");
        assertThat(requests).isEmpty();
    }

    @Test
    void takesArgumentsAsTheyAre() {
        assertThat(run("add_user", "@u", "\"${p}\"")).isZero();
        assertThat(requests).contains("add_user {\"user\":\"@u\",\"password\":\"\\\"${p}\\\"\"}");
        assertThat(run("set_user_tags", "u")).isZero();
        assertThat(requests).contains("set_user_tags {\"user\":\"u\",\"tags\":[]}");
        assertThat(run("set_user_tags", "u", "a", "b")).isZero();
        assertThat(requests).contains("set_user_tags {\"user\":\"u\",\"tags\":[\"a\",\"b\"]}");
    }

    @Test
    void explainsArgumentsAndOptions() {
        assertThat(run("help", "delete_queue")).isZero();
        assertThat(out()).contains("""

                        \u001b[1mArguments and Options\u001b[0m

                        <queue_name>
                        \tname of the queue to delete

                        --if-empty
                        \tdelete the queue if it is empty (has no messages ready for delivery)

                        --if-unused
                        \tdelete the queue only if it has no consumers

                        """);
        assertThat(run("list_exchanges", "--help")).isZero();
        assertThat(out())
                .contains(
                        "<column>\n\tmust be one of arguments, auto_delete, cache_entries, durable, internal, messages_delayed, name, next_delayed_at, policy, type\n");
        assertThat(requests).isEmpty();
    }

    @Test
    void printsACompletionForEveryCommand() {
        assertThat(run("autocomplete")).isZero();
        assertThat(out()).startsWith("#!/usr/bin/env bash").contains("list_queues", "--if-unused", "messages_ready");
    }
}
