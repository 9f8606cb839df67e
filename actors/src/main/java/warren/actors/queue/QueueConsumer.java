package warren.actors.queue;

/** One consumer of a queue and what it may still be given. */
final class QueueConsumer {
    final Subscription subscription;
    final ChannelLink link;
    final long priority;
    /** Deliveries that it has not settled; counted only with acknowledgement. */
    int unacknowledged;
    /** All consumers of its channel share a limit: it needs a permit for each delivery. */
    boolean limitedByChannel;
    /** Deliveries that the channel-wide limit still allows. */
    int permits;
    /** Asked its channel for permits and has no answer yet. */
    boolean waitsForPermits;
    /** Ended; it may still hold deliveries. */
    boolean ended;
    /** Stands in the round. */
    boolean inRound;

    QueueConsumer(Subscription subscription, ChannelLink link) {
        this.subscription = subscription;
        this.limitedByChannel = subscription.limitedByChannel();
        this.link = link;
        this.priority = subscription.priority();
    }

    /** Prefetch and the channel's socket leave room for one more, permits aside. */
    boolean hasRoom() {
        int limit = subscription.noAck() ? 0 : subscription.prefetchCount();
        return link.hasRoom() && (limit == 0 || unacknowledged < limit);
    }

    /** True when only the channel-wide limit keeps it from more. */
    boolean lacksPermits() {
        return limitedByChannel && permits == 0;
    }
}
