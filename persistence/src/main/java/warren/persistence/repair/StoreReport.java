package warren.persistence.repair;

import java.util.List;
import warren.persistence.store.StoppedStore;

/**
 * What a look through a store found.
 *
 * @param owners ids under which something lives
 */
public record StoreReport(
        StoppedStore.Totals totals, int owners, List<DefinitionsFound> definitions, List<QueueFound> queues) {
    /**
     * The definitions of one owner.
     *
     * @param whose "virtual host '/'", or the users and virtual hosts
     */
    public record DefinitionsFound(String id, String whose, List<String> damage) {}

    /**
     * A durable queue.
     *
     * @param waiting messages that wait and can be read
     * @param lost messages that cannot be read, as far as can be told
     * @param damage a line for each place; empty when all is well
     */
    public record QueueFound(
            String id, String virtualHost, String name, long waiting, long lost, List<String> damage) {}

    /** True when all that lives can be read. */
    public boolean isSound() {
        return definitions.stream().allMatch(each -> each.damage().isEmpty())
                && queues.stream().allMatch(each -> each.damage().isEmpty());
    }
}
