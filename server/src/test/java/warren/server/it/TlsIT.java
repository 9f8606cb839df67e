package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AMQP and the HTTP API with TLS, set up by a rabbitmq.conf: certificates of both sides, EXTERNAL, new certificates while it runs. */
class TlsIT {
    private static final Authority AUTHORITY = new Authority("CN=Test authority");
    /** Of the same name, as a client shows only certificates of those that the server names. */
    private static final Authority STRANGERS = new Authority("CN=Test authority");

    private static final Authority.Identity ALICE = AUTHORITY.issue("O=client, CN=alice", Duration.ofDays(1));

    @TempDir
    private static Path files;

    private static WarrenProcess broker;
    private static int port;
    private static int httpsPort;

    @BeforeAll
    static void start() throws IOException {
        port = WarrenProcess.freePort();
        httpsPort = WarrenProcess.freePort();
        AUTHORITY.writeTo(files.resolve("ca.pem"));
        AUTHORITY.issue("CN=first", Duration.ofDays(100)).writeTo(files.resolve("own.pem"), files.resolve("own.key"));
        configure("verify_peer", "60");
        broker = WarrenProcess.startOnNewDirectory(
                "--config", files.resolve("rabbitmq.conf").toString(), "-Dwarren.management.tls.port=" + httpsPort);
        assertThat(broker.ctl("add_user", "CN=alice,O=client", "unknown").status())
                .isZero();
        assertThat(broker.ctl("set_permissions", "CN=alice,O=client", ".*", ".*", ".*")
                        .status())
                .isZero();
    }

    private static void configure(String verify, String heartbeat) throws IOException {
        Files.writeString(files.resolve("rabbitmq.conf"), """
                # as RabbitMQ's guide to TLS has it
                listeners.ssl.default = 127.0.0.1:%d
                ssl_options.cacertfile = %s/ca.pem
                ssl_options.certfile   = %s/own.pem
                ssl_options.keyfile    = %s/own.key
                ssl_options.verify     = %s
                ssl_options.fail_if_no_peer_cert = false
                ssl_handshake_timeout = 3000
                management.ssl.ip = 127.0.0.1
                heartbeat = %s
                """.formatted(port, files, files, files, verify, heartbeat));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static ConnectionFactory factory(SSLContext context) {
        ConnectionFactory factory = BrokerUnderTest.of(broker).factory();
        factory.setHost("localhost");
        factory.setPort(port);
        factory.useSslProtocol(context);
        factory.enableHostnameVerification();
        return factory;
    }

    private static SSLSocket handshake(SSLContext context) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static String shownSubject() throws Exception {
        try (SSLSocket socket = handshake(AUTHORITY.client())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void carriesMessagesOfAllSizes(String version) throws Exception {
        SSLContext context = AUTHORITY.client();
        ConnectionFactory factory = factory(context);
        factory.setSocketConfigurator(socket -> ((SSLSocket) socket).setEnabledProtocols(new String[] {version}));
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            String queue = channel.queueDeclare("", false, true, false, null).getQueue();
            for (int bytes : new int[] {0, 1, 16_383, 16_384, 16_385, 131_064, 1 << 20, 8 << 20}) {
                byte[] body = Wire.body(bytes);
                channel.basicPublish("", queue, Wire.PLAIN, body);
                channel.waitForConfirmsOrDie(20_000);
                assertThat(Wire.same(channel.basicGet(queue, true).getBody(), body))
                        .isTrue();
            }
            Wire.send(channel, queue, Wire.numbers(2000));
            channel.waitForConfirmsOrDie(20_000);
            assertThat(Wire.drain(channel, queue)).containsExactly(Wire.numbers(2000));
        }
    }

    @Test
    void knowsTheUserByItsCertificate_andShowsIt() throws Exception {
        ConnectionFactory factory = factory(AUTHORITY.client(ALICE));
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        try (Connection connection = factory.newConnection()) {
            assertThat(connection.isOpen()).isTrue();
            Program.Outcome list = broker.ctl(
                    "list_connections",
                    "--silent",
                    "user",
                    "auth_mechanism",
                    "ssl",
                    "ssl_protocol",
                    "ssl_key_exchange",
                    "ssl_cipher",
                    "ssl_hash",
                    "peer_cert_subject",
                    "peer_cert_issuer");
            assertThat(list.output())
                    .contains("CN=alice,O=client\tEXTERNAL\ttrue\ttlsv1.3\tany\taes_256_gcm\taead\tCN=alice,O=client"
                            + "\tCN=Test authority");
        }
    }

    @Test
    void doesNotOfferExternalWithoutACertificate() throws Exception {
        ConnectionFactory factory = factory(AUTHORITY.client());
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);

        assertThatThrownBy(factory::newConnection).isInstanceOf(IOException.class);
    }

    @Test
    void refusesCertificatesOfStrangers_andWhatIsNoTls() throws Exception {
        ConnectionFactory stranger = factory(AUTHORITY.client(STRANGERS.issue("CN=eve", Duration.ofDays(1))));
        assertThatThrownBy(stranger::newConnection).isInstanceOf(IOException.class);
        broker.awaitLogged("TLS server: handshake with");

        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            plain.getInputStream().readAllBytes();
        }
        broker.awaitLogged("the client does not speak TLS but plain AMQP");
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port)) {
            silent.setSoTimeout(20_000);
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
        broker.awaitLogged("it took longer than 3 s");
    }

    @Test
    void aClientWithTlsOnThePlainPortIsToldOfInTheLog() throws Exception {
        ConnectionFactory wrong = factory(AUTHORITY.client());
        wrong.setPort(broker.port());

        assertThatThrownBy(wrong::newConnection).isInstanceOf(IOException.class);
        broker.awaitLogged("(a TLS hello)");
    }

    @Test
    void theHttpApiSpeaksTlsToo() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(AUTHORITY.client()).build();
        String user = Base64.getEncoder().encodeToString("guest:guest".getBytes());
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "https://localhost:" + httpsPort + "/api/health/checks/certificate-expiration/1/years"))
                .header("Authorization", "Basic " + user)
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"protocol\":\"amqp/ssl\"", "\"protocol\":\"https\"", "Certificates expiring");
        assertThat(broker.ctl("status").output())
                .contains(
                        "Interface: 127.0.0.1, port: " + port + ", protocol: amqp/ssl, purpose: AMQP 0-9-1 over TLS",
                        "Interface: 127.0.0.1, port: " + httpsPort
                                + ", protocol: https, purpose: HTTP API over TLS (HTTPS)");
    }

    @Test
    void takesANewCertificateWhileItRuns_andKeepsTheOldOneWhenTheNewIsBroken() throws Exception {
        try (Connection old = factory(AUTHORITY.client()).newConnection()) {
            String before = shownSubject();
            Files.writeString(files.resolve("own.key"), "no key");
            Program.Outcome refused = broker.ctl("reload");
            assertThat(refused.status()).isNotZero();
            assertThat(refused.errors()).contains("there is no private key in " + files.resolve("own.key"));
            assertThat(shownSubject()).isEqualTo(before);

            AUTHORITY
                    .issue("CN=second", Duration.ofDays(1))
                    .writeTo(files.resolve("own.pem"), files.resolve("own.key"));
            configure("verify_none", "30");
            Program.Outcome done = broker.ctl("reload");
            assertThat(done.output())
                    .contains(
                            "read again: " + files.resolve("own.pem"),
                            "warren.amqp.heartbeat: 60s -> 30s",
                            "warren.tls.verify: peer -> none, after a restart");
            assertThat(shownSubject()).isEqualTo("CN=second");
            assertThat(old.createChannel().queueDeclare().getQueue()).isNotEmpty();
            configure("verify_peer", "60");
            assertThat(broker.ctl("reload").output()).contains("warren.amqp.heartbeat: 30s -> 60s");
        }
        broker.awaitLogged("expires at");
    }

    @Test
    void aBrokenFileOfSettingsChangesNothing() throws Exception {
        Files.writeString(files.resolve("rabbitmq.conf"), "listeners.tcp.default = 5672\nhartbeat = 3\n");
        try {
            Program.Outcome refused = broker.ctl("reload");
            assertThat(refused.status()).isNotZero();
            assertThat(String.join("\n", refused.errors()))
                    .contains("rabbitmq.conf:2: RabbitMQ has no setting hartbeat");
        } finally {
            configure("verify_peer", "60");
        }
    }

    @Test
    void pikaTalksToIt() throws Exception {
        assumeTrue(
                Files.exists(Path.of("/usr/lib/python3/dist-packages/pika")), "Debian's python3-pika is not installed");
        Path program = Files.writeString(files.resolve("client.py"), """
                import pika, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[1])
                parameters = pika.ConnectionParameters("localhost", int(sys.argv[2]), ssl_options=pika.SSLOptions(context, "localhost"))
                connection = pika.BlockingConnection(parameters)
                channel = connection.channel()
                queue = channel.queue_declare("", exclusive=True).method.queue
                channel.confirm_delivery()
                body = bytes(range(256)) * 8192
                channel.basic_publish("", queue, body)
                print(channel.basic_get(queue, auto_ack=True)[2] == body)
                connection.close()
                """);
        Program.Outcome outcome = Program.run(
                new ProcessBuilder(
                        "/usr/bin/python3",
                        program.toString(),
                        files.resolve("ca.pem").toString(),
                        String.valueOf(port)),
                Duration.ofSeconds(60));

        assertThat(outcome.output()).as("%s", outcome.errors()).containsExactly("True");
    }
}
