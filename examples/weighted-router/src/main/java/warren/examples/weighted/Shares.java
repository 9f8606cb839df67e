package warren.examples.weighted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import warren.exchange.Binding;

/** Bindings that share messages. For one thread. */
final class Shares {
    /** Nobody to share between. */
    static final Shares NONE = new Shares(List.of());

    private final List<Share> all = new ArrayList<>();
    private long totalWeight;

    private static final class Share {
        final Binding binding;
        final long weight;
        /** How much it is behind the others; together they are zero. */
        long credit;

        Share(Binding binding) {
            this.binding = binding;
            this.weight = binding.arguments().getOrDefault(WeightedRouter.WEIGHT, 1) instanceof Number number
                    ? number.longValue()
                    : 1;
        }
    }

    Shares(List<Binding> bindings) {
        for (Binding binding : bindings) {
            var share = new Share(binding);
            if (share.weight > 0) {
                all.add(share);
                totalWeight += share.weight;
            }
        }
        // bindings come in no order, and the turns are to be the same after a restart
        all.sort(Comparator.comparing(share -> share.binding.destination()));
    }

    /** Whose turn it is: smooth weighted round robin, so that a heavy one does not get its share in one run. */
    Optional<Binding> next() {
        Share best = null;
        for (Share share : all) {
            share.credit += share.weight;
            if (best == null || share.credit > best.credit) {
                best = share;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        best.credit -= totalWeight;
        return Optional.of(best.binding);
    }

    /** The same binding for the same value, by weighted rendezvous hashing: one that comes or goes moves only its own share. */
    Optional<Binding> alwaysFor(String value) {
        return all.stream()
                .max(Comparator.comparingDouble(share -> score(share, value)))
                .map(share -> share.binding);
    }

    private static double score(Share share, String value) {
        var hash = new CRC32C();
        hash.update((share.binding.destination() + '\0' + value).getBytes(StandardCharsets.UTF_8));
        // neighbouring values have neighbouring checksums: mix the bits, and take 53 of them as a number between 0 and
        // 1
        long mixed = mix(hash.getValue());
        double uniform = ((mixed >>> 11) + 0.5) / (1L << 53);
        return -share.weight / Math.log(uniform);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
