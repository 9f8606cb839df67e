package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** A group of paths. */
interface Resource {
    void addTo(Routes routes);

    /** An answer that is there already. */
    static <T> CompletionStage<T> now(T value) {
        return CompletableFuture.completedFuture(value);
    }

    /** A list in the view that the query asks for. */
    static CompletionStage<HttpResponse> list(Call call, CompletionStage<? extends List<? extends JsonNode>> rows) {
        return rows.thenApply(all -> Answers.ok(new ListView(call).of(all)));
    }

    /** The same of things that become rows. */
    static <T> CompletionStage<HttpResponse> list(Call call, List<T> all, Function<T, ? extends JsonNode> row) {
        return list(call, now(all.stream().map(row).toList()));
    }

    /** One object, or 404. */
    static CompletionStage<HttpResponse> one(Call call, CompletionStage<? extends Optional<? extends JsonNode>> found) {
        return found.thenApply(row -> Answers.ok(new ListView(call).of((JsonNode) row.orElseThrow(Refusal::notFound))));
    }

    /** Refuses what is about something that does not exist. */
    static void require(Optional<?> found) {
        if (found.isEmpty()) {
            throw Refusal.notFound();
        }
    }

    /** Refuses to change what is in a virtual host that does not exist. */
    static void requireHost(Call call) {
        if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()) {
            throw Refusal.notFound("vhost_not_found");
        }
    }

    /** Refuses to show what is in a virtual host that does not exist. */
    static void findHost(Call call) {
        if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()) {
            throw Refusal.notFound();
        }
    }
}
