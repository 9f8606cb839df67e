package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stories of articles 000, 001, 002 and 004, told by their own programs. */
class ArticlesIT {
    private static final List<String> QUEUES = List.of("hello", "task_queue", "snowdeer_queue", "emc", "rpc_queue");
    private static final List<String> EXCHANGES = List.of("logs", "logs_direct", "logs_topic");

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private Python python;

    @BeforeEach
    void cleanSlate() throws Exception {
        channel = clients.channel();
        for (String queue : QUEUES) {
            channel.queueDelete(queue);
        }
        for (String exchange : EXCHANGES) {
            channel.exchangeDelete(exchange);
        }
    }

    @AfterEach
    void endPrograms() throws Exception {
        if (python != null) {
            python.close();
        }
        cleanSlate();
    }

    private void in(Python.Style style) {
        python = new Python(broker, style);
    }

    private static List<String> greetings(int... numbers) {
        return java.util.Arrays.stream(numbers)
                .mapToObj(number -> "b'no " + number + " Hello Basic Sender'")
                .toList();
    }

    /** durableSender.py: each line typed sends a message. */
    private void sendTen(String program) {
        Program sender = python.start(program);
        for (int i = 1; i <= 10; i++) {
            sender.type("");
            sender.awaitLine(i + " send success >>no " + i + " Hello Basic Sender");
        }
    }

    @ParameterizedTest
    @EnumSource
    void article000_helloInKorean(Python.Style style) {
        in(style);
        assertThat(python.run("000/send").status()).isZero();
        List<String> lines = python.start("000/receive").awaitLines(2);
        assertThat(lines.get(0))
                .isEqualTo("b'\\xec\\x95\\x88\\xeb\\x85\\x95\\xed\\x95\\x98\\xec\\x84\\xb8\\xec\\x9a\\x94!'");
        assertThat(lines.get(1))
                .contains("<Basic.Deliver(", "'exchange='", "'redelivered=False'", "'routing_key=hello'");
    }

    @ParameterizedTest
    @EnumSource
    void article000_workersTakeTurns(Python.Style style) throws Exception {
        in(style);
        Program one = python.start("000/worker");
        Python.awaitConsumers(channel, "task_queue", 1);
        Program two = python.start("000/worker");
        Python.awaitConsumers(channel, "task_queue", 2);
        for (String message : List.of("first", "second", "third", "")) {
            Program sender = python.start("000/new_task");
            sender.type(message);
            assertThat(sender.outcome().output())
                    .containsExactly(" [x] Sent '" + (message.isEmpty() ? "Hello World!" : message) + "'");
        }
        assertThat(one.awaitLines(4))
                .containsExactly(" [x] Received b'first'", " [x] Done", " [x] Received b'third'", " [x] Done");
        assertThat(two.awaitLines(4))
                .containsExactly(" [x] Received b'second'", " [x] Done", " [x] Received b'Hello World!'", " [x] Done");
    }

    @ParameterizedTest
    @EnumSource
    void article000_aKilledWorkersTaskGoesToAnother(Python.Style style) throws Exception {
        in(style);
        Program dying = python.start("000/worker");
        Python.awaitConsumers(channel, "task_queue", 1);
        Program sender = python.start("000/new_task");
        sender.type("long task ....................");
        sender.outcome();
        dying.awaitLine(" [x] Received b'long task ....................'");
        Program other = python.start("000/worker");
        Python.awaitConsumers(channel, "task_queue", 2);
        dying.kill();
        other.awaitLine(" [x] Received b'long task ....................'");
    }

    @ParameterizedTest
    @EnumSource
    void article001_senderAndReceiver(Python.Style style) throws Exception {
        in(style);
        Program receiver = python.start("001/receiver").awaitLine("Waiting for messages.");
        Program.Outcome sent = python.run("001/sender");
        assertThat(sent.output().get(0)).isEqualTo("Sent message.");
        receiver.awaitLine("Message is Arrived b'" + sent.output().get(1) + "'");
        new ProcessBuilder("kill", "-INT", String.valueOf(receiver.pid()))
                .start()
                .waitFor();
        assertThat(receiver.outcome().output()).endsWith("Ctrl+C is Pressed.");
    }

    @ParameterizedTest
    @EnumSource
    void article001_severalReceiversTakeTurns(Python.Style style) throws Exception {
        in(style);
        Program one = python.start("001/receiver").awaitLine("Waiting for messages.");
        Program two = python.start("001/receiver").awaitLine("Waiting for messages.");
        for (int i = 0; i < 4; i++) {
            python.run("001/sender");
        }
        assertThat(one.awaitLines(3)).hasSize(3);
        assertThat(two.awaitLines(3)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void article002_aReceiverThatAcknowledgesWithoutBeingAskedLosesItsChannel(Python.Style style) throws Exception {
        in(style);
        Program receiver = python.start("002/basicReceiver");
        Python.awaitConsumers(channel, "emc", 1);
        Program sender = python.start("002/basicSender");
        sender.type("");
        sender.awaitLine("1 send success >>no 1 Hello Basic Sender");
        Program.Outcome outcome = receiver.outcome();
        assertThat(outcome.output()).isEqualTo(greetings(1));
        assertThat(String.join("\n", outcome.errors()))
                .contains("(406, 'PRECONDITION_FAILED - unknown delivery tag 1')");
    }

    @ParameterizedTest
    @EnumSource
    void article002_aBusyReceiversMessagesGoToTheOtherWhenItMissesItsHeartbeats(Python.Style style) throws Exception {
        in(style);
        Program receiver = python.start("002/durableReceiver");
        Python.awaitConsumers(channel, "emc", 1);
        Program busy = python.startWithHeartbeat(1, "002/busyReceiver");
        Python.awaitConsumers(channel, "emc", 2);
        sendTen("002/durableSender");
        assertThat(receiver.awaitLines(5).subList(0, 5)).isEqualTo(greetings(1, 3, 5, 7, 9));
        busy.type("");
        assertThat(busy.awaitLines(2)).containsExactly(greetings(2).get(0), "i am busy. very busy.");
        assertThat(receiver.awaitLines(10)).isEqualTo(greetings(1, 3, 5, 7, 9, 2, 4, 6, 8, 10));
    }

    @ParameterizedTest
    @EnumSource
    void article002_withPrefetchOneTheBusyReceiverHoldsOneMessage(Python.Style style) throws Exception {
        in(style);
        Program busy = python.startWithHeartbeat(1, "002/balancedReceiver");
        Python.awaitConsumers(channel, "emc", 1);
        Program receiver = python.start("002/durableReceiver");
        Python.awaitConsumers(channel, "emc", 2);
        sendTen("002/durableSender");
        assertThat(receiver.awaitLines(9).subList(0, 9)).isEqualTo(greetings(2, 3, 4, 5, 6, 7, 8, 9, 10));
        busy.type("");
        assertThat(busy.awaitLines(2)).containsExactly(greetings(1).get(0), "i am busy. very busy.");
        assertThat(receiver.awaitLines(10)).isEqualTo(greetings(2, 3, 4, 5, 6, 7, 8, 9, 10, 1));
    }

    @ParameterizedTest
    @EnumSource
    void article004_helloWorld(Python.Style style) {
        in(style);
        Program receiver = python.start("004/receive").awaitLine(" [*] Waiting for messages. To exit press CTRL+C");
        assertThat(python.run("004/send").output()).containsExactly(" [x] Sent 'Hello World!'");
        receiver.awaitLine(" [x] Received b'Hello World!'");
    }

    @ParameterizedTest
    @EnumSource
    void article004_receiversTakeTurns(Python.Style style) {
        in(style);
        Program one = python.start("004/receive_dots").awaitLine(" [*] Waiting for messages. To exit press CTRL+C");
        Program two = python.start("004/receive_dots").awaitLine(" [*] Waiting for messages. To exit press CTRL+C");
        for (String message : List.of("1", "2", "3", "4")) {
            assertThat(python.run("004/send_dots", message).output()).containsExactly("[x] Send '" + message + "'");
        }
        assertThat(one.awaitLines(5).subList(1, 5))
                .containsExactly("[x] Received b'1'", "[x] Done", "[x] Received b'3'", "[x] Done");
        assertThat(two.awaitLines(5).subList(1, 5))
                .containsExactly("[x] Received b'2'", "[x] Done", "[x] Received b'4'", "[x] Done");
    }

    @ParameterizedTest
    @EnumSource
    void article004_whatACrashedReceiverDidNotAcknowledgeComesAgain(Python.Style style) throws Exception {
        in(style);
        String waiting = " [*] Waiting for messages. To exit press CTRL+C";
        Program crashing = python.start("004/receive_dots_ack").awaitLine(waiting);
        python.run("004/send_dots", "slow", "....................");
        crashing.awaitLine("[x] Received b'slow ....................'");
        crashing.kill();
        python.start("004/receive_dots_ack").awaitLine("[x] Received b'slow ....................'");
    }

    @ParameterizedTest
    @EnumSource
    void article004_aQueueCannotBeMadeDurableLater(Python.Style style) {
        in(style);
        python.run("004/send");
        Program.Outcome outcome = python.run("004/durable_hello");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(String.join("\n", outcome.errors()))
                .contains("PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'hello' in vhost '/': received"
                        + " 'true' but current is 'false'");
    }

    @ParameterizedTest
    @EnumSource
    void article004_tasksGoToTheWorkerThatIsFree(Python.Style style) {
        in(style);
        String waiting = " [*] Waiting for messages. To exit press CTRL+C";
        Program slow = python.start("004/receive_task").awaitLine(waiting);
        Program quick = python.start("004/receive_task").awaitLine(waiting);
        python.run("004/send_task", "long", "....................");
        slow.awaitLine(" [x] Received b'long ....................'");
        for (String task : List.of("a", "b", "c")) {
            assertThat(python.run("004/send_task", task).output()).containsExactly(" [x] Sent '" + task + "'");
        }
        quick.awaitLine(" [x] Received b'c'");
        assertThat(quick.awaitLines(7).subList(1, 7))
                .containsExactly(
                        " [x] Received b'a'",
                        " [x] Done",
                        " [x] Received b'b'",
                        " [x] Done",
                        " [x] Received b'c'",
                        " [x] Done");
        assertThat(slow.output()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void article004_everySubscriberGetsTheLogs(Python.Style style) {
        in(style);
        String waiting = "[*] Waiting for logs. To exit press CTRL+C";
        Program one = python.start("004/subscriber").awaitLine(waiting);
        Program two = python.start("004/subscriber").awaitLine(waiting);
        assertThat(python.run("004/publisher").output()).containsExactly("[x] Send 'Logs...'");
        python.run("004/publisher", "disk", "full");
        for (Program subscriber : List.of(one, two)) {
            assertThat(subscriber.awaitLines(3)).containsExactly(waiting, "[x] b'Logs...'", "[x] b'disk full'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void article004_consumersChooseSeverities(Python.Style style) {
        in(style);
        String waiting = "[*] Waiting for logs. To exit press CTRL+C";
        Program both = python.start("004/consumer_direct", "info", "error").awaitLine(waiting);
        Program errors = python.start("004/consumer_direct", "error").awaitLine(waiting);
        assertThat(python.run("004/producer_direct", "info", "InfoMessage").output())
                .containsExactly("[x] Send 'InfoMessage'");
        assertThat(python.run("004/producer_direct", "error", "ErrorMessage").output())
                .containsExactly("[x] Send 'ErrorMessage'");
        assertThat(both.awaitLines(3)).containsExactly(waiting, "[x] b'InfoMessage'", "[x] b'ErrorMessage'");
        assertThat(errors.awaitLines(2)).containsExactly(waiting, "[x] b'ErrorMessage'");
    }

    @ParameterizedTest
    @EnumSource
    void article004_consumersChooseTopics(Python.Style style) {
        in(style);
        String waiting = "[*] Waiting for logs. To exit press CTRL+C";
        Program all = python.start("004/receive_logs_topic", "#").awaitLine(waiting);
        Program korn = python.start("004/receive_logs_topic", "korn.*").awaitLine(waiting);
        Program critical = python.start("004/receive_logs_topic", "*.critical").awaitLine(waiting);
        Map<String, String> messages = new java.util.LinkedHashMap<>();
        messages.put("bourne", "BourneMsg");
        messages.put("korn.info", "KornInfoMsg");
        messages.put("korn.critical", "KornCriticalMsg");
        messages.put("bourne.critical", "BourneCriticalMsg");
        messages.forEach((key, message) -> assertThat(
                        python.run("004/emit_logs_topic", key, message).output())
                .containsExactly("[x] Send '" + key + "':'" + message + "'"));
        assertThat(all.awaitLines(5))
                .containsExactly(
                        waiting,
                        "[x] 'bourne':b'BourneMsg'",
                        "[x] 'korn.info':b'KornInfoMsg'",
                        "[x] 'korn.critical':b'KornCriticalMsg'",
                        "[x] 'bourne.critical':b'BourneCriticalMsg'");
        assertThat(korn.awaitLines(3))
                .containsExactly(waiting, "[x] 'korn.info':b'KornInfoMsg'", "[x] 'korn.critical':b'KornCriticalMsg'");
        assertThat(critical.awaitLines(3))
                .containsExactly(
                        waiting,
                        "[x] 'korn.critical':b'KornCriticalMsg'",
                        "[x] 'bourne.critical':b'BourneCriticalMsg'");
    }

    @ParameterizedTest
    @EnumSource
    void article004_fibonacciByAReplyQueuePerCall(Python.Style style) {
        in(style);
        Program server = python.start("004/rpc_server_1").awaitLine("[x] Awaiting RPC requests");
        assertThat(python.run("004/rpc_client_1").output())
                .containsExactly("[x] Requesting fib(30)", "[.] Got 832040 ");
        server.awaitLine("[.] fib(30)");
    }

    @ParameterizedTest
    @EnumSource
    void article004_fibonacciByCorrelationId(Python.Style style) {
        in(style);
        Program server = python.start("004/rpc_server_2").awaitLine("[x] Awaiting RPC requests");
        assertThat(python.run("004/rpc_client_2").output())
                .containsExactly("[x] Requesting fib(30)", "[.] Got 832040 ");
        server.awaitLine("[.] fib(30)");
    }
}
