package warren.server.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Somebody who looks at the HTTP API and the metrics all the time, and publishes there. Errors are counted, not more. */
final class LoadOperators implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PUBLISH =
            "{\"properties\":{},\"routing_key\":\"nowhere\",\"payload\":\"x\",\"payload_encoding\":\"string\"}";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int apiPort;
    private final int metricsPort;
    private final Ledger ledger;
    private final Thread thread = new Thread(this::run, "operators");
    private volatile boolean isOn = true;

    LoadOperators(int apiPort, int metricsPort, Ledger ledger) {
        this.apiPort = apiPort;
        this.metricsPort = metricsPort;
        this.ledger = ledger;
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (isOn) {
            ask(apiPort, metricsPort)
                    .forEach(status -> ledger.count(status == 200 ? "operators served" : "operators told " + status));
        }
    }

    /** What is answered to each of some questions; 0 for no answer. */
    static List<Integer> ask(int apiPort, int metricsPort) {
        String api = "http://127.0.0.1:" + apiPort + "/api/";
        return List.of(
                send(request(api + "overview").GET()),
                send(request(api + "queues").GET()),
                send(request(api + "connections").GET()),
                send(request(api + "exchanges/%2F/amq.direct/publish")
                        .POST(HttpRequest.BodyPublishers.ofString(PUBLISH))),
                send(request("http://127.0.0.1:" + metricsPort + "/metrics").GET()));
    }

    private static HttpRequest.Builder request(String address) {
        return HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(Wire.bytes("guest:guest")));
    }

    private static int send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException none) {
            return 0;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        isOn = false;
        thread.join(PATIENCE.multipliedBy(5).toMillis());
    }
}
