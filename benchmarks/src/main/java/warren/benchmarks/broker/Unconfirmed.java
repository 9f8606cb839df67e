package warren.benchmarks.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/** Gives a publisher back the room of what is confirmed. */
final class Unconfirmed implements ConfirmListener {
    private final Semaphore window;
    /** All up to this one are confirmed. */
    private long allTo;
    /** Confirmed before one with a lower number was. */
    private final NavigableSet<Long> early = new TreeSet<>();

    private Unconfirmed(Semaphore window) {
        this.window = window;
    }

    /** Turns confirms on; each of them releases a permit of the window. */
    static void watch(Channel channel, Semaphore window) throws IOException {
        channel.confirmSelect();
        channel.addConfirmListener(new Unconfirmed(window));
    }

    @Override
    public void handleAck(long deliveryTag, boolean multiple) {
        int confirmed = 1;
        if (multiple) {
            NavigableSet<Long> known = early.headSet(deliveryTag, true);
            confirmed = (int) (deliveryTag - allTo) - known.size();
            known.clear();
            allTo = deliveryTag;
        } else {
            early.add(deliveryTag);
        }
        while (early.remove(allTo + 1)) {
            allTo++;
        }
        window.release(confirmed);
    }

    @Override
    public void handleNack(long deliveryTag, boolean multiple) {
        throw new IllegalStateException("the broker refused a message");
    }
}
