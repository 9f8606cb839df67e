package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program before a control port that gives fixed answers. Texts and exit codes are rabbitmqctl's. */
class WarrenCtlTest {
    private final Map<String, String> answers = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private HttpServer broker;
    private String input = "";

    @BeforeEach
    void startBroker() throws IOException {
        broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broker.createContext("/control/", exchange -> {
            String command = exchange.getRequestURI().getPath().substring("/control/".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(command + " " + body);
            byte[] answer = answers.getOrDefault(command, "{\"value\":true}").getBytes(StandardCharsets.UTF_8);
            boolean known = "Bearer geheim".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        broker.start();
        writeControlFile("geheim");
        answers.put("state", "{\"value\":{\"running\":true,\"node\":\"rabbit@here\"}}");
    }

    private void writeControlFile(String secret) throws IOException {
        Files.writeString(
                directory.resolve("control.json"),
                "{\"node\":\"rabbit@here\",\"host\":\"127.0.0.1\",\"port\":%d,\"secret\":\"%s\",\"pid\":%d}"
                        .formatted(
                                broker.getAddress().getPort(),
                                secret,
                                ProcessHandle.current().pid()));
    }

    @AfterEach
    void stopBroker() {
        broker.stop(0);
    }

    @Test
    void saysWhyACommandOfRabbitMqIsNotThere() {
        assertThat(run("join_cluster", "rabbit@there")).isEqualTo(69);
        assertThat(err()).isEqualTo("Error:\nthere is no join_cluster: Warren is one node: there is no cluster\n");
    }

    @Test
    void checksTheListeners() {
        answers.put(
                "status",
                "{\"value\":{\"listeners\":[{\"interface\":\"0.0.0.0\",\"port\":5672,\"protocol\":\"amqp\","
                        + "\"purpose\":\"AMQP 0-9-1\"}]}}");

        assertThat(run("check_port_listener", "5672")).isZero();
        assertThat(run("check_protocol_listener", "amqp")).isZero();
        assertThat(run("-q", "check_port_listener", "1")).isEqualTo(69);
        assertThat(err())
                .isEqualTo("No listener for port 1 is active on node rabbit@here. Found listeners that use the"
                        + " following ports: 5672\n");
        assertThat(run("check_protocol_listener", "mqtt")).isEqualTo(69);
        assertThat(run("-q", "listeners")).isZero();
        assertThat(out()).endsWith("Interface: 0.0.0.0, port: 5672, protocol: amqp, purpose: AMQP 0-9-1\n");
    }

    @Test
    void checksAnswerInJsonAndInSilence_asRabbitMqsDo() {
        String listener = "{\"interface\":\"0.0.0.0\",\"port\":5672,\"protocol\":\"amqp\"}";
        answers.put(
                "status",
                "{\"value\":{\"listeners\":[" + listener + "],\"log_files\":[\"/a.log\"],"
                        + "\"memory\":{\"heap_used\":25,\"strategy\":\"rss\",\"total\":{\"rss\":100}}}}");

        assertThat(json("check_port_listener", "5672"))
                .isEqualTo("{\"node\":\"rabbit@here\",\"result\":\"ok\",\"port\":\"5672\"}\n");
        assertThat(json("check_protocol_listener", "AMQP091"))
                .isEqualTo("{\"node\":\"rabbit@here\",\"result\":\"ok\",\"protocol\":\"amqp\"}\n");
        assertThat(json("check_virtual_hosts")).isEqualTo("{\"result\":\"ok\"}\n");
        assertThat(json("check_if_node_is_quorum_critical"))
                .isEqualTo(
                        "{\"message\":\"Target node seems to be the only one in a single node cluster, the check does not"
                                + " apply\",\"result\":\"ok\"}\n");
        assertThat(json("log_location"))
                .isEqualTo("{\"node_name\":\"rabbit@here\",\"result\":\"ok\",\"paths\":[\"/a.log\"]}\n");
        assertThat(json("memory_breakdown")).isEqualTo("{\"heap_used\":{\"bytes\":25,\"percentage\":25.0}}\n");
        assertThat(json("resolve_hostname", "127.0.0.1"))
                .isEqualTo("{\"address_family\":\"IPv4\",\"addresses\":[\"127.0.0.1\"],\"hostname\":\"127.0.0.1\","
                        + "\"node\":\"rabbit@here\",\"result\":\"ok\"}\n");
        assertThat(run("check_port_listener", "1", "--formatter", "json")).isEqualTo(69);
        assertThat(err())
                .isEqualTo(
                        "{\"missing\":\"1\",\"result\":\"error\",\"ports\":[5672],\"listeners\":[" + listener + "]}\n");
    }

    @Test
    void someChecksSayNothingWhenSilent_othersAnswer() {
        assertThat(run("-s", "check_virtual_hosts")).isZero();
        assertThat(run("-s", "check_if_node_is_quorum_critical")).isZero();
        assertThat(out()).isEmpty();
        assertThat(run("-s", "ping")).isZero();
        assertThat(out()).isEqualTo("Ping succeeded\n");
        assertThat(run("-s", "check_running")).isZero();
        assertThat(out()).isEqualTo("RabbitMQ on node rabbit@here is fully booted and running\n");
    }

    @Test
    void aCheckFailsWhileTheBrokerIsStopped() {
        answers.put("state", "{\"value\":{\"running\":false,\"node\":\"rabbit@here\"}}");

        assertThat(run("ping")).isZero();
        assertThat(run("is_running")).isZero();
        assertThat(run("check_running")).isEqualTo(69);
        assertThat(err()).contains("RabbitMQ on node rabbit@here is not running or has not fully booted yet");
    }

    @Test
    void waitsForAProcess_namedOrInAFile() throws IOException {
        String own = Long.toString(ProcessHandle.current().pid());
        Path file = Files.writeString(directory.resolve("pid"), own + "\n");
        answers.put("state", "{\"value\":{\"running\":true,\"node\":\"rabbit@here\"}}");

        assertThat(run("wait", file.toString())).isZero();
        assertThat(out())
                .startsWith("Waiting for pid file '" + file + "' to appear\npid is " + own + "\n")
                .endsWith("Applications 'rabbit_and_plugins' are running on node 'rabbit@here'\n");
        answers.put("state", "{\"value\":{\"running\":false,\"node\":\"rabbit@here\"}}");
        assertThat(run("wait", "--timeout", "0", "--pid", own)).isEqualTo(75);
        assertThat(run("wait", "--timeout", "0", file + ".none")).isEqualTo(75);
        assertThat(err()).contains("operation wait on node rabbit@here timed out. Timeout value used: 0");
        // larger than any process id
        assertThat(run("wait", "--pid", "5000000000")).isEqualTo(69);
        assertThat(err()).contains("process_not_running");
        Files.writeString(file, "abc");
        assertThat(run("wait", file.toString())).isEqualTo(69);
        assertThat(err()).contains("{:garbage_in_pid_file, \"" + file + "\"}");
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

    private String json(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--formatter";
        all[words.length + 1] = "json";
        assertThat(run(all)).isZero();
        return out();
    }

    private int run(String... words) {
        out.reset();
        err.reset();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new WarrenCtl(console, Map.of("WARREN_DATA_DIR", directory.toString())).run(List.of(words));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
