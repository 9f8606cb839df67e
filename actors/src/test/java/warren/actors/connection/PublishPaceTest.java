package warren.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import warren.actors.TokenBucket;
import warren.actors.access.Grant;
import warren.actors.access.PublishRates;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.frame.Inbound;
import warren.transport.method.BasicPublish;
import warren.transport.method.TxSelect;

class PublishPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Inbound PUBLISH = new Command(1, new BasicPublish("", "q", false, false), Content.NONE);
    private static final Inbound OTHER = new Command(1, new TxSelect(), Content.NONE);

    private final PublishQuotas quotas = new PublishQuotas();
    /** Times may have any sign and may wrap. */
    private long now = Long.MAX_VALUE - SECOND;

    private PublishPace pace(String user, OptionalLong ofUser, OptionalLong ofHost) {
        var pace = new PublishPace(quotas);
        pace.change(grant(user, ofUser, ofHost), now);
        return pace;
    }

    private static Grant grant(String user, OptionalLong ofUser, OptionalLong ofHost) {
        var rates = new PublishRates(ofUser, OptionalLong.empty(), ofHost, OptionalLong.empty());
        return new Grant(user, "/", "", "", "", false, Map.of(), OptionalLong.empty(), rates);
    }

    @Test
    void letsTheRatePass_andKeepsTheRestInOrder() {
        PublishPace pace = pace("u", OptionalLong.of(10), OptionalLong.empty());
        List<Inbound> burst = Collections.nCopies(11, PUBLISH);

        assertThat(pace.admit(burst, now)).hasSize(11);
        assertThat(pace.admit(List.of(OTHER, PUBLISH, OTHER), now)).containsExactly(OTHER);
        assertThat(pace.isHolding()).isTrue();
        assertThat(pace.nanosUntilFree(now)).isEqualTo(SECOND / 10);

        now += SECOND / 10;
        assertThat(pace.admit(pace.release(now), now)).containsExactly(PUBLISH, OTHER);
        assertThat(pace.isHolding()).isFalse();

        now += SECOND * 100;
        assertThat(pace.admit(Collections.nCopies(50, PUBLISH), now)).hasSize(11);
    }

    @Test
    void connectionsOfOneUserShareWhatItMay_othersDoNot() {
        PublishPace one = pace("u", OptionalLong.of(10), OptionalLong.empty());
        PublishPace two = pace("u", OptionalLong.of(10), OptionalLong.empty());
        PublishPace neighbour = pace("v", OptionalLong.empty(), OptionalLong.empty());

        assertThat(one.admit(Collections.nCopies(20, PUBLISH), now)).hasSize(11);
        assertThat(two.admit(List.of(PUBLISH), now)).isEmpty();
        List<Inbound> many = Collections.nCopies(1000, PUBLISH);
        assertThat(neighbour.admit(many, now)).isSameAs(many);
    }

    @Test
    void thePoorerOfUserAndVirtualHostCounts() {
        PublishPace pace = pace("u", OptionalLong.of(100), OptionalLong.of(5));

        assertThat(pace.admit(Collections.nCopies(20, PUBLISH), now)).hasSize(6);
    }

    @Test
    void aRateOfNothingHoldsUntilItIsChanged() {
        PublishPace pace = pace("u", OptionalLong.of(0), OptionalLong.empty());

        assertThat(pace.admit(List.of(PUBLISH), now)).isEmpty();
        assertThat(pace.nanosUntilFree(now)).isEqualTo(Long.MAX_VALUE);

        pace.change(grant("u", OptionalLong.empty(), OptionalLong.empty()), now);
        assertThat(pace.admit(pace.release(now), now)).containsExactly(PUBLISH);
    }

    @Test
    void whatIsLargerThanTheRatePasses_andIsPaidAfterwards() {
        var bucket = new TokenBucket(1000, now);

        bucket.take(5_000, now);

        assertThat(bucket.nanosUntilFree(now)).isEqualTo(4 * SECOND);
        assertThat(bucket.nanosUntilFree(now + 4 * SECOND)).isZero();
    }

    @Test
    void aPauseHoldsPublishes_andEnds() {
        PublishPace pace = pace("u", OptionalLong.empty(), OptionalLong.empty());

        pace.pause(SECOND, now);

        assertThat(pace.admit(List.of(PUBLISH), now)).isEmpty();
        now += SECOND;
        assertThat(pace.admit(pace.release(now), now)).containsExactly(PUBLISH);
        assertThat(pace.isHolding()).isFalse();
    }
}
