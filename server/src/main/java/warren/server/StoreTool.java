package warren.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.stream.Collectors;
import warren.persistence.repair.StoreCheck;
import warren.persistence.repair.StoreRepair;
import warren.persistence.repair.StoreReport;
import warren.persistence.repair.StoreReport.QueueFound;
import warren.persistence.store.DamagedPlace;
import warren.persistence.store.StoppedStore;
import warren.persistence.store.StoreException;

/** The program behind {@code warrenctl check_store} and {@code repair_store}: looks after the files of a broker that is stopped. */
public final class StoreTool {
    private static final int SOUND = 0;
    /** EX_DATAERR. */
    private static final int DAMAGED = 65;
    /** EX_UNAVAILABLE. */
    private static final int REFUSED = 69;

    private final PrintStream out;
    private final StoreProgress progress;

    private StoreTool(PrintStream out, PrintStream errors) {
        this.out = out;
        this.progress = new StoreProgress(errors);
    }

    /** {@code check} or {@code repair}, and the data directory. */
    public static void main(String[] arguments) {
        QuietUntilStarted.inOwnProgram();
        var tool = new StoreTool(System.out, System.err);
        Path directory = Path.of(arguments[1]);
        int status = REFUSED;
        try {
            status = arguments[0].equals("repair") ? tool.repair(directory) : tool.check(directory);
        } catch (StoreException reason) {
            System.err.println("Error:\n" + reason.getMessage());
        }
        System.out.flush();
        System.exit(status);
    }

    private int check(Path directory) {
        StoreReport report = StoreCheck.run(directory, progress);
        print(report);
        if (report.isSound()) {
            out.println("The store is sound");
            return SOUND;
        }
        out.println("The store is damaged. '" + program() + " repair_store' saves what can be read");
        return DAMAGED;
    }

    private int repair(Path directory) {
        String date = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now(ZoneId.systemDefault()));
        StoreRepair.Done done = StoreRepair.run(directory, directory.resolve("damaged-" + date), progress);
        if (done.copy().isEmpty()) {
            out.println("The store is sound: nothing was changed");
            return SOUND;
        }
        print(done.before());
        out.println("The log as it was is kept in " + done.copy().get());
        for (QueueFound queue : done.before().queues()) {
            if (!queue.damage().isEmpty()) {
                out.println("repaired " + name(queue) + ": " + queue.waiting() + " messages kept, " + queue.lost()
                        + " dropped");
            }
        }
        done.before().definitions().stream()
                .filter(each -> !each.damage().isEmpty())
                .forEach(each -> out.println("repaired the definitions of " + each.whose()
                        + ": what could not be read is not defined any more"));
        boolean isSound = done.after().isSound();
        out.println(isSound ? "The store is sound now" : "The store is still damaged");
        return isSound ? SOUND : DAMAGED;
    }

    private void print(StoreReport report) {
        StoppedStore.Totals totals = report.totals();
        out.println(totals.segments() + " segments, " + totals.records() + " records, " + totals.events() + " events, "
                + totals.bytes() + " bytes, " + report.owners() + " owners");
        if (totals.unfinishedBytes() > 0) {
            out.println("the last " + totals.unfinishedBytes()
                    + " bytes are of a write that did not end; the next start cuts them off");
        }
        for (QueueFound queue : report.queues()) {
            String lost = queue.damage().isEmpty() ? "" : ", damaged, " + queue.lost() + " cannot be read";
            out.println(name(queue) + ": " + queue.waiting() + " messages" + lost);
            queue.damage().forEach(line -> out.println("  " + line));
        }
        report.definitions().stream().filter(each -> !each.damage().isEmpty()).forEach(each -> {
            out.println("definitions of " + each.whose() + ": damaged");
            each.damage().forEach(line -> out.println("  " + line));
        });
        Map<String, String> names = report.queues().stream().collect(Collectors.toMap(QueueFound::id, StoreTool::name));
        totals.damaged().forEach(place -> out.println("damaged place: " + text(place, names)));
    }

    private static String name(QueueFound queue) {
        return "queue '" + queue.name() + "' in vhost '" + queue.virtualHost() + "'";
    }

    private static String text(DamagedPlace place, Map<String, String> names) {
        String owner = place.owner().isEmpty() ? "nobody knows whom" : names.getOrDefault(place.owner(), place.owner());
        String need = place.owner().isEmpty() || place.isNeeded() ? "" : ", no longer needed";
        return "segment " + place.segment() + ", offset " + place.offset() + ", " + place.bytes() + " bytes of " + owner
                + need;
    }

    private static String program() {
        return System.getProperty("warren.program", "warrenctl");
    }
}
