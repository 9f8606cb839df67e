package warren.actors.channel;

import warren.transport.method.BasicAck;
import warren.transport.method.BasicNack;

/** The answers to confirmed publishes, in the order of their numbers: a run of equal ones becomes one method with {@code multiple}. */
final class ConfirmRun {
    private long answered;
    private int count;
    private boolean positive;

    /** The next messages are taken, or refused. */
    void add(int messages, boolean taken, ChannelOutput output) {
        if (taken != positive) {
            flush(output);
            positive = taken;
        }
        count += messages;
    }

    void flush(ChannelOutput output) {
        if (count == 0) {
            return;
        }
        answered += count;
        output.method(positive ? new BasicAck(answered, count > 1) : new BasicNack(answered, count > 1, false));
        count = 0;
    }
}
