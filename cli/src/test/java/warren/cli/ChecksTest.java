package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Checks and waiting, in texts, in JSON and in silence, as rabbitmq-diagnostics answers. */
class ChecksTest extends WithControlPort {
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

    private String json(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--formatter";
        all[words.length + 1] = "json";
        assertThat(run(all)).isZero();
        return out();
    }
}
