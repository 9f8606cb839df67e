package warren.routing;

import java.util.List;
import java.util.function.IntUnaryOperator;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Type x-random: each message goes to one destination, drawn by lot. The keys count for nothing. */
public final class RandomTable<D> extends IndexedTable<D> {
    private final Targets<D> targets = new Targets<>();
    private final IntUnaryOperator below;

    /** {@code below} draws a number from 0 up to, but not including, its argument. */
    RandomTable(IntUnaryOperator below) {
        this.below = below;
    }

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        targets.add(destination);
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        targets.remove(destination);
    }

    @Override
    public List<D> route(Message message) {
        List<D> all = targets.list();
        return all.size() < 2 ? all : List.of(all.get(below.applyAsInt(all.size())));
    }
}
