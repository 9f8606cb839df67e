package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The same script on two brokers must be seen to do the same.
 *
 * <p>In every build scripts are compared with what a real RabbitMQ did when they were recorded. With WARREN_PEER=host:port they are
 * compared with that broker again, and new ones (-Dwarren.seed=FIRST -Dwarren.seeds=COUNT) are played on both brokers at once.
 * -Dwarren.record=COUNT writes the recordings anew, from the peer.
 */
class DifferentialIT {
    private static final Path RECORDINGS = Path.of("src/test/resources/warren/server/it/scripts");

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @TestFactory
    Stream<DynamicTest> playsAsRecorded() throws IOException {
        try (Stream<Path> files = Files.list(RECORDINGS)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        String recorded = Files.readString(file);
                        List<String> script = recorded.lines()
                                .filter(line -> line.startsWith("> "))
                                .map(line -> line.substring(2))
                                .toList();
                        assertThat(ScriptPlayer.play(broker, script)).isEqualTo(recorded);
                    }));
        }
    }

    @Test
    void playsNewScriptsAsThePeer() throws Exception {
        assumeTrue(BrokerUnderTest.isPeerGiven(), "needs a peer");
        assumeTrue(Files.exists(WarrenProcess.home().resolve("bin/warren")), "needs a Warren beside the peer");
        long first = Long.getLong("warren.seed", 1000);
        try (WarrenProcess process = WarrenProcess.startOnNewDirectory()) {
            BrokerUnderTest warren = BrokerUnderTest.of(process);
            for (long seed = first; seed < first + Long.getLong("warren.seeds", 30); seed++) {
                List<String> script = ScriptGenerator.script(seed);
                assertThat(ScriptPlayer.play(warren, script))
                        .as("-Dwarren.seed=" + seed)
                        .isEqualTo(ScriptPlayer.play(broker, script));
            }
        }
    }

    @Test
    void recordsThePeer() throws Exception {
        long count = Long.getLong("warren.record", 0);
        assumeTrue(BrokerUnderTest.isPeerGiven() && count > 0, "records with WARREN_PEER and -Dwarren.record=COUNT");
        Files.createDirectories(RECORDINGS);
        for (long seed : LongStream.rangeClosed(1, count).toArray()) {
            Files.writeString(
                    RECORDINGS.resolve("%03d.txt".formatted(seed)),
                    ScriptPlayer.play(broker, ScriptGenerator.script(seed)));
        }
    }
}
