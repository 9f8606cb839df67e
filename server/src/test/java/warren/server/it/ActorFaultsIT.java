package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import warren.server.faults.FaultDice;

/**
 * Each class of actors fails at random calls, with exceptions and errors of all kinds, while clients publish, consume, declare and move
 * messages in transactions and operators look: no promise is broken, nobody loses a connection for another's failure, everybody is served
 * again, and neither actors nor descriptors nor threads are left over. {@code -Dcrash.fault-rounds}, {@code -Dcrash.actor-faults}: rounds,
 * and faults in each.
 */
@Timeout(21_600)
class ActorFaultsIT {
    private static final int ROUNDS = Integer.getInteger("crash.fault-rounds", 1);
    private static final long SEED = Long.getLong("crash.seed", 7);
    private static final int FAULTS_PER_ROUND = Integer.getInteger("crash.actor-faults", 20);

    /** Failures of these cost connections: their own, or those that are being opened. */
    private static final List<String> OF_CONNECTIONS =
            List.of("RunningConnection", "Handshake", "ConnectionsActor", "AccessActor");

    /** Fails the commits that are under way, and so their connections: the load has two clients with transactions. */
    private static final String OF_COMMITS = "TransactionActor";

    private static final int COMMITTING_CLIENTS = 2;

    private static final List<String> OTHERS = List.of(
            "ChannelActor",
            "Publishing",
            "Consuming",
            "Unacknowledged",
            "VirtualHostActor",
            "ExchangeActor",
            "QueueActor",
            "QueueState",
            "StreamActor",
            "QueueLog",
            "DeadLetterActor",
            OF_COMMITS,
            "RecoveryTurns",
            "AlarmsActor",
            "FeedActor",
            "ServiceChannel",
            "SamplerActor",
            "CollectorActor",
            "BrokerActor");

    private static final List<String> COUNTED = List.of(
            "warren.actors.queue.QueueActor",
            "warren.actors.queue.QueueLog",
            "warren.actors.vhost.DeadLetterActor",
            "warren.actors.channel.ChannelActor",
            "warren.actors.connection.RunningConnection",
            "org.apache.pekko.actor.ActorCell");

    @TempDir
    Path directory;

    private final int managementPort = WarrenProcess.freePort();
    private final int prometheusPort = WarrenProcess.freePort();
    private FaultyBroker faulty;
    private final Ledger ledger = new Ledger(true);
    private final Load load = new Load(ledger);

    @AfterEach
    void end() throws IOException {
        if (faulty != null) {
            faulty.close();
        }
    }

    @Test
    void aFailureHurtsNobodyElse_andNothingIsLeftOver() throws Exception {
        start();
        List<String> all = Stream.concat(OF_CONNECTIONS.stream(), OTHERS.stream())
                .map(name -> name + " *")
                .toList();
        for (int round = 1; round <= ROUNDS; round++) {
            // some actors begin with the first use
            runFor(() -> load.awaitProgress(faulty.faults()));
            audit(false);
            ProcessUse before = ProcessUse.of(faulty.process());
            Map<String, Integer> actors = faulty.instances(COUNTED);

            runFor(() -> {
                load.awaitProgress(faulty.faults());
                assertThat(faulty.cast(all, FAULTS_PER_ROUND))
                        .as("alive: %s, faults: %s", faulty.process().isAlive(), faulty.faults())
                        .isTrue();
                load.awaitProgress(faulty.faults());
            });
            assertThat(load.failures()).as("%s", faulty.faults()).isEmpty();
            assertThat(faulty.process().isAlive()).as("the broker lives").isTrue();
            audit(false);
            assertOperatorsAreServed();
            awaitNothingLeft(before, actors);
        }
        // a queue and its publisher's channel may fail at once
        assertThat(ledger.torn()).as("torn transactions").isLessThanOrEqualTo(ROUNDS);
        long lost = ledger.counted("connections lost");
        long theirs = faulty.faultsByClass().entrySet().stream()
                .filter(each -> OF_CONNECTIONS.contains(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        int commits = COMMITTING_CLIENTS * faulty.faultsByClass().getOrDefault(OF_COMMITS, 0);
        assertThat(lost).as("connections lost; faults: %s", faulty.faults()).isLessThanOrEqualTo(theirs + commits);
        System.out.println("faults by class, seed " + SEED + ": " + faulty.faultsByClass() + " " + ledger.figures());
    }

    static Stream<String> vital() {
        // at the default dose one of those that every load calls
        return ROUNDS > 1
                ? FaultDice.VITAL.stream().filter(ActorFaultsIT::isCalled)
                : Stream.of("VirtualHostActor.onFromLog");
    }

    private static boolean isCalled(String handler) {
        return List.of("VirtualHostActor.onFromLog", "VirtualHostActor.onBindingsChanged")
                .contains(handler);
    }

    /** Where an answer to others would be lost there is no going on: the process ends, and the next one has all that was promised. */
    @ParameterizedTest
    @MethodSource("vital")
    void aFailureThatTakesAwayWhatOthersWaitForIsACrash(String handler) throws Exception {
        start();
        load.start(faulty.broker());
        load.awaitProgress(faulty.faults());
        assertThat(faulty.cast(List.of(handler + " *"), 1)).isTrue();
        Load.awaitQuietly(() -> !faulty.process().isAlive());
        assertThat(faulty.process().isAlive()).as("the broker lives").isFalse();
        load.stop();
        faulty.process().start();
        audit(true);
    }

    private void start() throws Exception {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        faulty = new FaultyBroker(
                directory,
                SEED,
                "--management-port",
                String.valueOf(managementPort),
                "-Dwarren.prometheus.enabled=on",
                "-Dwarren.prometheus.host=127.0.0.1",
                "-Dwarren.prometheus.port=" + prometheusPort,
                "-Dwarren.event-exchange.enabled=on",
                "-Dwarren.management.sample-interval=1s");
        audit(false);
    }

    private interface Step {
        void run() throws Exception;
    }

    /** With all clients, and operators who look. */
    private void runFor(Step step) throws Exception {
        load.start(faulty.broker());
        try (var operators = new LoadOperators(managementPort, prometheusPort, ledger);
                var strollers = new LoadStrollers(faulty.broker(), ledger)) {
            operators.start();
            strollers.start();
            step.run();
        } finally {
            load.stop();
        }
    }

    private void audit(boolean isCrash) throws Exception {
        try (Connection connection = faulty.broker().factory().newConnection()) {
            load.audit(connection, isCrash, false);
        }
        assertThat(ledger.complaints()).as("%s", faulty.faults()).isEmpty();
    }

    /** A scrape that an actor's failure cost its answer may still be under way, and who asks meanwhile gets its error. */
    private void assertOperatorsAreServed() {
        List<Integer> answers = new ArrayList<>();
        Load.awaitQuietly(() -> {
            answers.clear();
            answers.addAll(LoadOperators.ask(managementPort, prometheusPort));
            return answers.stream().allMatch(status -> status == 200);
        });
        assertThat(answers).containsOnly(200);
    }

    private void awaitNothingLeft(ProcessUse before, Map<String, Integer> actors) throws Exception {
        // connections to the HTTP port linger
        int few = 8;
        Load.awaitQuietly(() -> isBack(before, few) && areNoMore(faulty.instances(COUNTED), actors));
        assertThat(ProcessUse.of(faulty.process()).isBackAt(before, few))
                .as("%s, before: %s", ProcessUse.of(faulty.process()), before)
                .isTrue();
        assertThat(areNoMore(faulty.instances(COUNTED), actors))
                .as("actors: %s, before: %s", faulty.instances(COUNTED), actors)
                .isTrue();
    }

    private boolean isBack(ProcessUse before, int few) {
        try {
            return ProcessUse.of(faulty.process()).isBackAt(before, few);
        } catch (IOException gone) {
            return false;
        }
    }

    private static boolean areNoMore(Map<String, Integer> now, Map<String, Integer> before) {
        return COUNTED.stream().allMatch(name -> {
            int few = name.endsWith(".ActorCell") ? 20 : 0;
            return now.getOrDefault(name, 0) <= before.getOrDefault(name, 0) + few;
        });
    }
}
