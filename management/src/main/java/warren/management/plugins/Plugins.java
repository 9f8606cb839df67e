package warren.management.plugins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.management.json.Json;
import warren.management.plugins.PluginBook.Change;

/**
 * What rabbitmq-plugins can ask: which plug-ins there are, and to change that. One change at a time; ports open before the file is written
 * and close after it, so a change that is refused has changed nothing. Thread-safe.
 */
public final class Plugins {
    private final PluginBook book;
    private final Map<Plugin, PluginSwitch> switches;
    private CompletionStage<?> last = CompletableFuture.completedFuture(Done.getInstance());

    /** {@code switches}: none when no broker runs; a change is then one of the file alone. */
    public Plugins(PluginBook book, Map<Plugin, PluginSwitch> switches) {
        this.book = book;
        this.switches = Map.copyOf(switches);
    }

    /** Opens this one if it is enabled, at the start. The stage fails with the reason when a port cannot be opened. */
    public CompletionStage<Done> openEnabled(Plugin plugin) {
        try {
            return book.enabled().contains(plugin.text())
                    ? port(plugin).open().get()
                    : CompletableFuture.completedFuture(Done.getInstance());
        } catch (IOException unreadable) {
            return CompletableFuture.failedFuture(unreadable);
        }
    }

    /** Answers {@code list_plugins}, and {@code change_plugins} with {@code change} (enable, disable, set), {@code names} or {@code all}. */
    public CompletionStage<JsonNode> run(String command, JsonNode in) {
        return command.equals("list_plugins") ? list() : enqueue(in);
    }

    private CompletionStage<JsonNode> list() {
        try {
            SortedSet<String> explicit = book.explicit();
            ObjectNode answer = Json.object().put("file", book.settings().file().toString());
            ArrayNode plugins = answer.putArray("plugins");
            for (Plugin plugin : Plugin.values()) {
                boolean named = explicit.contains(plugin.text());
                boolean running =
                        switches.containsKey(plugin) ? isOpen(plugin) : !switches.isEmpty() && book.isImplicit(plugin);
                plugins.addObject()
                        .put("name", plugin.text())
                        .put("version", book.settings().version())
                        .put("description", plugin.description())
                        .put("enabled", named ? "enabled" : book.isImplicit(plugin) ? "implicit" : "not_enabled")
                        .put("running", running);
            }
            return CompletableFuture.completedFuture(answer);
        } catch (IOException unreadable) {
            return CompletableFuture.failedFuture(refused(unreadable));
        }
    }

    private synchronized CompletionStage<JsonNode> enqueue(JsonNode in) {
        CompletionStage<JsonNode> next = last.handle((done, failure) -> done).thenCompose(done -> change(in));
        last = next;
        return next;
    }

    private CompletionStage<JsonNode> change(JsonNode in) {
        Change change = Change.valueOf(in.path("change").asText().toUpperCase(Locale.ROOT));
        try {
            SortedSet<String> before = book.explicit();
            SortedSet<String> after = book.changed(change, names(in));
            List<Plugin> opening = those(plugin -> after.contains(plugin.text()) && !isOpen(plugin));
            List<Plugin> closing = those(plugin -> !after.contains(plugin.text()) && isOpen(plugin));
            return open(opening)
                    .thenApply(done -> written(after, opening))
                    .thenCompose(done -> all(closing, PluginSwitch::close))
                    .thenApply(done -> answer(before, after, opening, closing));
        } catch (OperatorError refused) {
            return CompletableFuture.failedFuture(refused);
        } catch (IOException failed) {
            return CompletableFuture.failedFuture(refused(failed));
        }
    }

    private List<String> names(JsonNode in) {
        List<String> names = new ArrayList<>();
        if (in.path("all").asBoolean()) {
            for (Plugin plugin : Plugin.values()) {
                if (plugin.kind() == Plugin.Kind.PORT || book.isImplicit(plugin)) {
                    names.add(plugin.text());
                }
            }
        }
        in.path("names").forEach(name -> names.add(name.asText()));
        return names;
    }

    private List<Plugin> those(Predicate<Plugin> wanted) {
        return switches.keySet().stream().filter(wanted).sorted().toList();
    }

    private boolean isOpen(Plugin plugin) {
        return port(plugin).isOpen().getAsBoolean();
    }

    private PluginSwitch port(Plugin plugin) {
        return Objects.requireNonNull(switches.get(plugin));
    }

    /** All of them or none. */
    private CompletionStage<Done> open(List<Plugin> opening) {
        return all(opening, PluginSwitch::open)
                .handle((done, failure) -> failure)
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedFuture(Done.getInstance())
                        : closed(opening).thenCompose(done -> CompletableFuture.failedFuture(refused(failure))));
    }

    private CompletionStage<Done> closed(List<Plugin> opened) {
        return all(opened, PluginSwitch::close);
    }

    private CompletionStage<Done> all(
            List<Plugin> plugins, Function<PluginSwitch, Supplier<CompletionStage<Done>>> turn) {
        CompletionStage<Done> done = CompletableFuture.completedFuture(Done.getInstance());
        for (Plugin plugin : plugins) {
            done = done.thenCompose(next -> turn.apply(port(plugin)).get());
        }
        return done;
    }

    private Done written(SortedSet<String> names, List<Plugin> opened) {
        try {
            book.write(names);
            return Done.getInstance();
        } catch (IOException failed) {
            closed(opened);
            throw new CompletionException(refused(failed));
        }
    }

    private static OperatorError refused(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof CompletionException && cause != null) {
            return refused(cause);
        }
        return failure instanceof OperatorError known
                ? known
                : new OperatorError(Reason.REFUSED, String.valueOf(failure.getMessage()));
    }

    /** {@code started} and {@code stopped}: what was not named before and is now, or did not run and does now, and the other way round. */
    private static JsonNode answer(
            SortedSet<String> before, SortedSet<String> after, List<Plugin> opened, List<Plugin> closed) {
        var started = new TreeSet<>(after);
        started.removeAll(before);
        opened.forEach(plugin -> started.add(plugin.text()));
        var stopped = new TreeSet<>(before);
        stopped.removeAll(after);
        closed.forEach(plugin -> stopped.add(plugin.text()));
        ObjectNode answer = Json.object();
        answer.set("set", Json.texts(List.copyOf(after)));
        answer.set("started", Json.texts(List.copyOf(started)));
        return answer.set("stopped", Json.texts(List.copyOf(stopped)));
    }
}
