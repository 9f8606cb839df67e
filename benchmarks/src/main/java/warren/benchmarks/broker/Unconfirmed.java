package warren.benchmarks.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Gives a publisher back the room of what is confirmed. */
final class Unconfirmed implements ConfirmListener {
    private final Semaphore window;
    private long lastConfirmed;

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
        int confirmed = multiple ? (int) (deliveryTag - lastConfirmed) : 1;
        lastConfirmed = Math.max(lastConfirmed, deliveryTag);
        window.release(confirmed);
    }

    @Override
    public void handleNack(long deliveryTag, boolean multiple) {
        throw new IllegalStateException("the broker refused a message");
    }
}
