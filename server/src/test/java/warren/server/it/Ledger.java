package warren.server.it;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the clients of a crash test know of the broker's promises: each message's fate in each queue that it was published to. What the
 * broker says is checked against it at once, and what it holds after a crash by {@link #audit}. Complaints gather. Thread-safe.
 */
final class Ledger {
    /** One message in the queue that it was published to; {@code number} counts its publisher's messages. */
    record Key(String queue, String publisher, long number) {
        /** {@code text}: publisher/number, and perhaps a filler behind a blank. */
        static Key of(String queue, String text) {
            int slash = text.indexOf('/');
            int blank = text.indexOf(' ');
            String number = text.substring(slash + 1, blank < 0 ? text.length() : blank);
            return new Key(queue, text.substring(0, slash), Long.parseLong(number));
        }
    }

    /** Messages that are taken from one queue and published to others, all or nothing. */
    record Transaction(String from, List<String> to, String publisher, List<Long> numbers) {
        private List<Key> in(String queue) {
            return numbers.stream()
                    .map(number -> new Key(queue, publisher, number))
                    .toList();
        }
    }

    private static final class Entry {
        /** It must be there, unless one of the following holds. */
        boolean isConfirmed;
        /** It may be gone. */
        boolean isAckSent;
        /** It must be gone. */
        boolean isAckSure;
        /** So many copies may be where the dead go. */
        int deathsMax;
        /** It has been seen there and must stay. */
        int deaths;
        /** Since the last audit. */
        boolean wasDelivered;
        /** A living channel holds it. */
        boolean isHeld;
        /** It may be delivered out of order. */
        boolean isRequeued;
        /** The last audit saw it in its queue. */
        boolean isStanding;
    }

    private static final int COMPLAINTS_PER_KIND = 4;
    private static final String TORN = "is of a torn transaction";
    private static final String ALLOWED = "allowed after a failure: ";

    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<String, AtomicInteger> sizes = new HashMap<>();
    private final Set<String> mortal = new HashSet<>();
    private final Set<Transaction> undecided = new HashSet<>();
    /** Came out of order, as only a second copy may; another consumer may hold the first and not have looked at it yet. */
    private final Map<Key, String> suspects = new HashMap<>();

    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    /** True while actors of the broker fail: what they held may be delivered again, and the dead buried twice. */
    private final boolean hasFailures;

    Ledger(boolean hasFailures) {
        this.hasFailures = hasFailures;
    }

    boolean hasFailures() {
        return hasFailures;
    }

    /** Messages of this queue die of age. */
    void declareMortal(String queue) {
        mortal.add(queue);
    }

    synchronized void publishing(Key key) {
        add(key);
    }

    private Entry add(Key key) {
        Entry entry = new Entry();
        entry.deathsMax = mortal.contains(key.queue()) ? 1 : 0;
        Entry before = entries.putIfAbsent(key, entry);
        if (before != null) {
            complainUnlessFailed("was published twice", key);
            return before;
        }
        sizes.computeIfAbsent(key.queue(), queue -> new AtomicInteger()).incrementAndGet();
        return entry;
    }

    synchronized void confirmed(Key key) {
        count("confirmed");
        Entry entry = entries.get(key);
        if (entry != null) {
            entry.isConfirmed = true;
        }
    }

    /** True when it has to come behind those before it: nobody gave it back, and it was never in a queue that failed after handing it out. */
    synchronized boolean delivered(Key key, boolean isRedelivered) {
        count("delivered");
        Entry entry = entries.get(key);
        if (entry == null) {
            complain("delivered, but it is gone for good or was never published", key);
            return false;
        }
        undecided.stream()
                .filter(each ->
                        each.from().equals(key.queue()) && each.in(each.from()).contains(key))
                .findFirst()
                .ifPresent(this::undone);
        if (entry.isAckSure) {
            complainUnlessFailed("was delivered after its ack and an answered call", key);
            entry.isAckSure = false;
            entry.isAckSent = false;
        }
        if (!hasFailures && (entry.isHeld || entry.isAckSent)) {
            complain(entry.isHeld ? "delivered to two at once" : "delivered after its ack", key);
        }
        boolean isAgain = hasFailures && (isRedelivered || entry.wasDelivered);
        if (isAgain && !entry.isRequeued && suspects.remove(key) != null) {
            count(ALLOWED + "was delivered out of order before its first copy was looked at");
        }
        entry.wasDelivered = true;
        entry.isHeld = true;
        return !entry.isRequeued && !isAgain;
    }

    /** It came behind what it has to come before. */
    synchronized void overtaken(Key key, long before) {
        String what = "was delivered after " + before;
        if (hasFailures) {
            suspects.put(key, what);
        } else {
            complain(what, key);
        }
    }

    synchronized void acking(Key key) {
        Entry entry = known(key);
        entry.isAckSent = true;
        entry.isHeld = false;
    }

    /** The call after the ack was answered. */
    synchronized void acked(Key key) {
        count("acked for sure");
        known(key).isAckSure = true;
        sizes.computeIfAbsent(key.queue(), queue -> new AtomicInteger()).decrementAndGet();
    }

    synchronized void rejecting(Key key) {
        count("rejected");
        Entry entry = known(key);
        entry.deathsMax++;
        entry.isHeld = false;
        // it is on its way from one queue to another: in either, or for a moment in both
        entry.isRequeued = true;
    }

    synchronized void requeueing(Key key) {
        Entry entry = known(key);
        entry.isHeld = false;
        entry.isRequeued = true;
    }

    synchronized void committing(Transaction transaction) {
        undecided.add(transaction);
        transaction.in(transaction.from()).forEach(this::acking);
        transaction.to().forEach(queue -> transaction.in(queue).forEach(this::add));
    }

    synchronized void committed(Transaction transaction) {
        count("committed");
        undecided.remove(transaction);
        transaction.in(transaction.from()).forEach(this::acked);
        transaction.to().forEach(queue -> transaction.in(queue).forEach(key -> known(key).isConfirmed = true));
    }

    /** It was not answered, and as what it took is delivered again it has not happened. */
    private void undone(Transaction transaction) {
        count("commits undone");
        undecided.remove(transaction);
        transaction.in(transaction.from()).forEach(key -> known(key).isAckSent = false);
        transaction.to().forEach(queue -> transaction.in(queue).forEach(entries::remove));
    }

    private Entry known(Key key) {
        return entries.getOrDefault(key, new Entry());
    }

    /** Messages of a queue that may be there, about. */
    synchronized int size(String queue) {
        AtomicInteger size = sizes.get(queue);
        return size == null ? 0 : size.get();
    }

    /** How many transactions that were never answered have happened in part. */
    long torn() {
        return counted(ALLOWED + TORN);
    }

    synchronized void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    synchronized long counted(String what) {
        return counts.getOrDefault(what, 0L);
    }

    synchronized void complain(String what, Key key) {
        String kind = "COMPLAINTS: " + what.replaceAll("[0-9:].*", "");
        count(kind);
        if (counted(kind) <= COMPLAINTS_PER_KIND) {
            complaints.add(key + " " + what);
        }
    }

    /** A queue that fails forgets what it was not yet told to write: it comes again, as at-least-once allows. */
    private void complainUnlessFailed(String what, Key key) {
        if (hasFailures) {
            count(ALLOWED + what.replaceAll(":.*", ""));
        } else {
            complain(what, key);
        }
    }

    /**
     * Compares all that the broker holds, when no client is connected; from then on that is what it must hold. {@code isCrash}: it has been
     * killed since the last time, so what was on its way from queue to queue may be in both.
     *
     * @param standing in the order of each queue
     * @param dead a message once for each copy
     */
    synchronized void audit(List<Key> standing, List<Key> dead, boolean isCrash) {
        Set<Key> stands = new HashSet<>();
        Map<String, Long> last = new HashMap<>();
        for (Key key : standing) {
            if (!stands.add(key)) {
                if (hasFailures) {
                    // its queue failed when it had it on disk and had not said so yet
                    count("enqueued twice");
                    continue;
                }
                complain("stands twice in its queue", key);
            } else if (!entries.containsKey(key)) {
                complain("is there, but it is gone for good or was never published", key);
            }
            if (hasFailures && isSecondCopy(key)) {
                continue;
            }
            Long before = last.put(key.queue() + " " + key.publisher(), key.number());
            if (before != null && before >= key.number()) {
                complain("stands behind " + before, key);
            }
        }
        Map<Key, Integer> copies = new HashMap<>();
        dead.forEach(key -> copies.merge(key, 1, Integer::sum));
        copies.keySet().stream()
                .filter(key -> !entries.containsKey(key))
                .forEach(key -> complain("is dead, unknown", key));
        suspects.forEach((key, what) -> complain(what, key));
        suspects.clear();
        undecided.forEach(transaction -> auditTransaction(transaction, stands));
        undecided.clear();
        entries.entrySet().removeIf(each -> {
            int deaths = copies.getOrDefault(each.getKey(), 0);
            boolean isStanding = stands.contains(each.getKey());
            audit(each.getKey(), each.getValue(), isStanding, deaths, isCrash);
            settle(each.getKey(), each.getValue(), deaths);
            each.getValue().isStanding = isStanding;
            return !isStanding && deaths == 0;
        });
        sizes.clear();
        entries.keySet()
                .forEach(key -> sizes.computeIfAbsent(key.queue(), queue -> new AtomicInteger())
                        .incrementAndGet());
    }

    /** True for one that may be a second copy of what was delivered meanwhile. */
    private boolean isSecondCopy(Key key) {
        Entry entry = known(key);
        return entry.wasDelivered || entry.isRequeued;
    }

    private void auditTransaction(Transaction transaction, Set<Key> stands) {
        count("cut off in a commit");
        Map<String, List<Boolean>> places = new TreeMap<>();
        places.put(
                transaction.from(),
                transaction.in(transaction.from()).stream()
                        .map(key -> !stands.contains(key))
                        .toList());
        transaction
                .to()
                .forEach(queue -> places.put(
                        queue,
                        transaction.in(queue).stream().map(stands::contains).toList()));
        if (places.values().stream().flatMap(List::stream).distinct().count() > 1) {
            complainUnlessFailed(
                    TORN + ": " + places, transaction.in(transaction.from()).get(0));
        }
    }

    private void audit(Key key, Entry entry, boolean isStanding, int deaths, boolean isCrash) {
        if (isStanding && entry.isAckSure) {
            complainUnlessFailed("is back after its ack and an answered call", key);
        }
        if (entry.deaths > deaths) {
            complain("was dead and is gone", key);
        }
        int deathsMax = entry.deathsMax + (mortal.contains(key.queue()) && isCrash ? 1 : 0);
        if (deaths > deathsMax && !hasFailures) {
            complain("is dead " + deaths + " times after " + entry.deathsMax + " deaths", key);
        }
        if (entry.isConfirmed && !entry.isAckSent && !isStanding && deaths == 0) {
            complain(entry.deathsMax > 0 ? "is lost, dying" : "is lost", key);
        }
        if (isStanding && deaths > 0) {
            count("both in its queue and dead");
        }
        if (isStanding && entry.isAckSent) {
            count("back, ack unanswered");
        }
    }

    private void settle(Key key, Entry entry, int deaths) {
        entry.isConfirmed = true;
        entry.isAckSent = false;
        entry.isAckSure = false;
        entry.deaths = deaths;
        entry.deathsMax = deaths + (mortal.contains(key.queue()) ? 1 : 0);
        entry.wasDelivered = false;
        entry.isHeld = false;
        entry.isRequeued = false;
    }

    /** After an audit: where the dead go was emptied, for sure. */
    synchronized void forgetDead() {
        entries.values().removeIf(entry -> !entry.isStanding);
        entries.forEach((key, entry) -> {
            entry.deaths = 0;
            entry.deathsMax = mortal.contains(key.queue()) ? 1 : 0;
        });
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    synchronized Map<String, Long> figures() {
        return Map.copyOf(counts);
    }
}
