package warren.management.rates;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ExchangeCounts;
import warren.actors.info.MessageCounts;
import warren.actors.info.QueueInfo;
import warren.management.json.Json;

class RatesTest {
    private static final Ranges NONE = new Ranges(Optional.empty(), Optional.empty(), Optional.empty());

    private final Rates rates = new Rates(5000);

    @Test
    void growsByTheSecond() {
        sample(100_000, channel("a", 0));
        sample(105_000, channel("a", 50));

        assertThat(overview(channel("a", 60))).isEqualTo("60 10.0");
    }

    @Test
    void saysNothingOfTheRateAfterOneSample() {
        sample(100_000, channel("a", 50));

        assertThat(overview(channel("a", 50))).isEqualTo("50 0.0");
    }

    @Test
    void keepsWhatAChannelHadCountedWhenItEnded_once() {
        sample(100_000, channel("a", 40));
        rates.happened(new BrokerEvent.ChannelClosed(channel("a", 50)));

        assertThat(overview(channel("a", 40))).as("an old picture of it").startsWith("50 ");
        sample(105_000);
        assertThat(overview()).isEqualTo("50 2.0");
    }

    @Test
    void showsSamplesFromNewToOld() {
        sample(100_000, channel("a", 0));
        sample(105_000, channel("a", 10));
        sample(110_000, channel("a", 30));
        ObjectNode row = Json.object();
        var range = new Ranges(Optional.empty(), Range.of("10", "5"), Optional.empty());
        rates.show(row, channel("a", 30), range);

        assertThat(row.path("message_stats").path("publish_details").toString())
                .isEqualTo("{\"rate\":4.0,\"samples\":[{\"sample\":30,\"timestamp\":110000},"
                        + "{\"sample\":10,\"timestamp\":105000},{\"sample\":0,\"timestamp\":100000}],"
                        + "\"avg_rate\":3.0,\"avg\":13.333333333333334}");
    }

    @Test
    void forgetsExchangesThatAreGone() {
        rates.happened(new BrokerEvent.ChannelClosed(channel("a", 50)));
        rates.sampled(100_000, Map.of("/", Set.of()), List.of(), List.of(), List.of());

        assertThat(rates.exchangesKnown()).isZero();
    }

    private void sample(long time, ChannelInfo... channels) {
        List<QueueInfo> none = List.of();
        rates.sampled(time, Map.of("/", Set.of("x")), none, List.of(channels), List.of());
    }

    private String overview(ChannelInfo... channels) {
        ObjectNode report = Json.object();
        rates.showBroker(report, Set.of("/"), List.of(), List.of(channels), NONE);
        var stats = report.path("message_stats");
        return stats.path("publish").asLong() + " "
                + stats.path("publish_details").path("rate").asDouble();
    }

    private static ChannelInfo channel(String name, long published) {
        var counts = new MessageCounts(published, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        return new ChannelInfo(
                "id",
                name,
                "connection",
                1,
                "u",
                "/",
                false,
                false,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "running",
                counts,
                Map.of("x", new ExchangeCounts(published, 0)));
    }
}
