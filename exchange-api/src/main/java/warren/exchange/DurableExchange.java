package warren.exchange;

import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/**
 * An exchange with a memory: an event-sourced behaviour over the broker's own journal. Its state is what its events make of it, and is
 * there again after a restart of the exchange or of the broker; it goes when the exchange is deleted. A message that must not be forgotten
 * is answered after its event is safe:
 *
 * <pre>{@code return Effect().persist(new Counted(...)).thenRun(state -> batch.answer(...));}</pre>
 *
 * <p>Events and states are kept as bytes that the author writes, so that a newer version of the extension decides how it reads what an
 * older one wrote. While batches wait for the journal, the next ones gather; an event for a whole batch is much cheaper than one for each
 * message. A disk that is full or broken fails the exchange, which starts again, later and later.
 *
 * @param <E> event
 * @param <S> state
 */
public abstract class DurableExchange<E, S> extends EventSourcedBehavior<ExchangeCommand, E, S> {
    private static final int EVENTS_PER_SNAPSHOT = 500;

    /** With the journal's name for this exchange's events. */
    protected DurableExchange(ExchangeContext context) {
        super(PersistenceId.ofUniqueId(context.persistenceId()));
    }

    /** An event as it is stored. */
    protected abstract byte[] writeEvent(E event);

    /** The event that was stored so, by this version or an older one. */
    protected abstract E readEvent(byte[] bytes);

    /** A state as it is stored: now and then, so that not all events have to be read at a start. */
    protected abstract byte[] writeState(S state);

    /** The state that was stored so, by this version or an older one. */
    protected abstract S readState(byte[] bytes);

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(EVENTS_PER_SNAPSHOT, 1).withDeleteEventsOnSnapshot();
    }

    @Override
    public EventAdapter<E, ?> eventAdapter() {
        return new EventAdapter<E, byte[]>() {
            @Override
            public byte[] toJournal(E event) {
                return writeEvent(event);
            }

            @Override
            public String manifest(E event) {
                return "";
            }

            @Override
            public EventSeq<E> fromJournal(byte[] bytes, String manifest) {
                return EventSeq.single(readEvent(bytes));
            }
        };
    }

    @Override
    public SnapshotAdapter<S> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(S state) {
                return writeState(state);
            }

            @Override
            public S fromJournal(Object bytes) {
                return readState((byte[]) bytes);
            }
        };
    }
}
