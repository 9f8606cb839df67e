package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import warren.actors.StoreConfig;
import warren.actors.access.AccessActor.Verdict;
import warren.actors.access.PasswordHashing.Algorithm;
import warren.actors.info.UserInfo;

class AccessActorTest {
    private static final PasswordHashing CHEAP = new PasswordHashing(Algorithm.ARGON2ID, 64, 1);

    @TempDir
    private Path directory;

    private ActorTestKit kit;
    private ActorRef<AccessActor.Command> access;

    @BeforeEach
    void start() {
        HeldThreads.reset();
        kit = ActorTestKit.create(
                ConfigFactory.parseString("warren.access.dispatcher.executor = \"" + HeldThreads.class.getName() + "\"")
                        .withFallback(StoreConfig.in(directory)));
        access = start(new DefaultUser("guest", "guest", List.of(), "", "", ""), CHEAP);
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<AccessActor.Command> start(DefaultUser user, PasswordHashing hashing) {
        TestProbe<AccessActor.VirtualHosts> hosts = kit.createTestProbe(AccessActor.VirtualHosts.class);
        var started = kit.spawn(AccessActor.create(settings(user, hashing), hosts.ref()));
        assertThat(hosts.receiveMessage().all()).hasSize(1);
        return started;
    }

    private static AccessSettings settings(DefaultUser user, PasswordHashing hashing) {
        return new AccessSettings(
                user, "/", List.of(), hashing, new FailedLogins.Rules(3, Duration.ofMinutes(1), Duration.ofMinutes(1)));
    }

    private void change(ChangeRequest request) {
        TestProbe<StatusReply<Done>> client = kit.createTestProbe();
        access.tell(new AccessActor.Change(request, "", client.ref()));
        assertThat(client.receiveMessage().isSuccess()).isTrue();
    }

    private void add(String user, String password) {
        change(new ChangeRequest.AddUser(user, new Password.Plain(password)));
    }

    private TestProbe<Verdict> logIn(String user, String password) {
        TestProbe<Verdict> client = kit.createTestProbe(Verdict.class);
        access.tell(new AccessActor.Authenticate(user, password, Optional.empty(), client.ref()));
        return client;
    }

    private Verdict logInFrom(InetAddress address, String password) {
        TestProbe<Verdict> client = kit.createTestProbe(Verdict.class);
        var from = Optional.of(new Origin(Origin.AMQP, address));
        access.tell(new AccessActor.Authenticate("guest", password, from, client.ref()));
        return client.receiveMessage();
    }

    private UserInfo user(String name) {
        TestProbe<List<UserInfo>> client = kit.createTestProbe();
        access.tell(new AccessActor.ListUsers(client.ref()));
        return client.receiveMessage().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void newPasswordsAreHashedAsTheSettingsSay_othersStay() {
        add("slow", "p");
        access.tell(new AccessActor.ChangeSettings(settings(
                new DefaultUser("guest", "guest", List.of(), "", "", ""),
                new PasswordHashing(Algorithm.SHA_512, 64, 1))));
        add("fast", "p");

        assertThat(user("slow").hashingAlgorithm()).isEqualTo("warren_password_hashing_argon2id");
        assertThat(user("fast").hashingAlgorithm()).isEqualTo("rabbit_password_hashing_sha512");
        logIn("slow", "p").expectMessage(Verdict.WELCOME);
        logIn("fast", "p").expectMessage(Verdict.WELCOME);
        logIn("slow", "q").expectMessage(Verdict.INVALID_CREDENTIALS);
        logIn("fast", "q").expectMessage(Verdict.INVALID_CREDENTIALS);
    }

    @Test
    void aPasswordThatCannotBeHashedIsRefused_othersAreServed() {
        access.tell(new AccessActor.ChangeSettings(settings(
                new DefaultUser("guest", "guest", List.of(), "", "", ""),
                new PasswordHashing(Algorithm.ARGON2ID, 64, -1))));
        TestProbe<StatusReply<Done>> client = kit.createTestProbe();
        access.tell(
                new AccessActor.Change(new ChangeRequest.AddUser("never", new Password.Plain("p")), "", client.ref()));

        assertThat(client.receiveMessage().getError()).hasMessageContaining("cannot be hashed");
        logIn("guest", "guest").expectMessage(Verdict.WELCOME);
    }

    @Test
    void thePasswordThatEverybodyKnowsCostsNothing() {
        logIn("guest", "guest").expectMessage(Verdict.WELCOME);

        assertThat(HeldThreads.count()).isZero();
    }

    @Test
    void aPasswordThatWasRightIsNotHashedAgain_untilItChanges() {
        add("u", "p");
        logIn("u", "p").expectMessage(Verdict.WELCOME);
        int once = HeldThreads.count();

        logIn("u", "p").expectMessage(Verdict.WELCOME);
        assertThat(HeldThreads.count()).isEqualTo(once);

        change(new ChangeRequest.ChangePassword("u", new Password.Plain("other")));
        logIn("u", "p").expectMessage(Verdict.INVALID_CREDENTIALS);
        change(new ChangeRequest.DeleteUser("u"));
        logIn("u", "other").expectMessage(Verdict.INVALID_CREDENTIALS);
    }

    @Test
    void oneHashIsEnoughForAllWhoShowTheSamePassword_andNobodyElseWaits() {
        add("u", "p");
        int before = HeldThreads.count();
        HeldThreads.hold();
        List<TestProbe<Verdict>> clients = List.of(logIn("u", "p"), logIn("u", "p"), logIn("u", "p"));
        logIn("guest", "guest").expectMessage(Verdict.WELCOME);
        clients.forEach(TestProbe::expectNoMessage);

        HeldThreads.release();
        clients.forEach(client -> client.expectMessage(Verdict.WELCOME));
        assertThat(HeldThreads.count()).isEqualTo(before + 1);
    }

    @Test
    void aPasswordThatChangesMeanwhileIsLookedAtAgain() {
        add("u", "old");
        HeldThreads.hold();
        TestProbe<Verdict> old = logIn("u", "old");
        TestProbe<Verdict> next = logIn("u", "new");
        change(new ChangeRequest.PutUser("u", CHEAP.hash("new"), List.of()));
        HeldThreads.release();

        old.expectMessage(Verdict.INVALID_CREDENTIALS);
        next.expectMessage(Verdict.WELCOME);
    }

    @Test
    void whoGuessesIsNotLookedAt_othersAre() throws Exception {
        InetAddress guesser = InetAddress.getByName("10.0.0.1");
        for (String guess : List.of("a", "b", "b", "b", "c")) {
            assertThat(logInFrom(guesser, guess)).isEqualTo(Verdict.INVALID_CREDENTIALS);
        }

        assertThat(logInFrom(guesser, "guest")).isEqualTo(Verdict.HELD);
        assertThat(logInFrom(InetAddress.getByName("10.0.0.2"), "guest")).isEqualTo(Verdict.WELCOME);
        logIn("guest", "guest").expectMessage(Verdict.WELCOME);
    }

    @Test
    void aWrongPasswordIsHashedOnce() throws Exception {
        change(new ChangeRequest.PutUser("guest", CHEAP.hash("p"), List.of()));
        InetAddress client = InetAddress.getByName("10.0.0.1");
        assertThat(logInFrom(client, "old")).isEqualTo(Verdict.INVALID_CREDENTIALS);
        int once = HeldThreads.count();

        assertThat(logInFrom(client, "old")).isEqualTo(Verdict.INVALID_CREDENTIALS);
        assertThat(HeldThreads.count()).isEqualTo(once);
        change(new ChangeRequest.PutUser("guest", CHEAP.hash("old"), List.of()));
        assertThat(logInFrom(client, "old")).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void moreLoginsThanCanBeLookedIntoAreRefused() {
        add("u", "p");
        HeldThreads.hold();
        TestProbe<Verdict> client = kit.createTestProbe(Verdict.class);
        for (int i = 0; i <= 1000; i++) {
            access.tell(new AccessActor.Authenticate("u", "guess " + i, Optional.empty(), client.ref()));
        }

        client.expectMessage(Verdict.OVERLOADED);
    }

    @Test
    void aDefaultUserOfOnesOwnIsHashedSlowly_whileTheStartGoesOn() {
        kit.stop(access);
        kit.shutdownTestKit();
        kit = ActorTestKit.create(
                ConfigFactory.parseString("warren.access.dispatcher.executor = \"" + HeldThreads.class.getName() + "\"")
                        .withFallback(StoreConfig.in(directory.resolve("other"))));
        HeldThreads.hold();
        access = start(new DefaultUser("me", "secret", List.of(), ".*", ".*", ".*"), CHEAP);
        TestProbe<Verdict> client = logIn("me", "secret");
        HeldThreads.release();

        client.expectMessage(Verdict.WELCOME);
        assertThat(user("me").hashingAlgorithm()).isEqualTo(Argon2Hash.NAME);
    }
}
