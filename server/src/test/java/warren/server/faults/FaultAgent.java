package warren.server.faults;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isSynthetic;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Weaves {@link FaultDice} into the handlers of all actors, and into the journal and the files below it, and puts {@link FaultClock} in the
 * place of the system's. Argument: a directory, a comma and a seed.
 */
public final class FaultAgent {
    private FaultAgent() {}

    /** Called by the JVM before main. */
    public static void premain(String argument, Instrumentation instrumentation) throws NoSuchMethodException {
        String[] parts = argument.split(",");
        ElementMatcher.Junction<MethodDescription> handlers =
                nameMatches("on[A-Z].*").and(not(isSynthetic())).and(not(isAbstract()));
        ElementMatcher.Junction<MethodDescription> ofEvents = nameStartsWith("lambda$eventHandler");
        AgentBuilder builder = new AgentBuilder.Default().disableClassFormatChanges();
        builder = builder.type(nameStartsWith("warren.actors.").or(nameStartsWith("warren.management.")))
                .transform((woven, description, loader, module, domain) ->
                        woven.visit(Advice.to(Fails.class).on(handlers.or(ofEvents))));
        // amid the work of actors that start anew
        for (String part :
                List.of("queue.QueueState", "channel.Publishing", "channel.Consuming", "channel.Unacknowledged")) {
            builder = weave(
                    builder,
                    "warren.actors." + part,
                    isMethod().and(not(isSynthetic()).and(not(handlers))),
                    Fails.class);
        }
        builder = weave(builder, "warren.persistence.journal.LogJournal", nameStartsWith("doAsync"), FailsBefore.class);
        builder = weave(
                builder, "warren.persistence.journal.IndexSnapshotStore", nameStartsWith("do"), FailsBefore.class);
        builder = weave(
                builder,
                "warren.persistence.store.FileDisk$ChannelFile",
                namedOneOf("write", "force", "truncate"),
                DiskFails.class);
        builder = weave(builder, "warren.persistence.store.StoreWriter", named("round"), Fails.class);
        builder = ofTheClock(builder);
        builder.installOn(instrumentation);
        FaultClock.start(Path.of(parts[0]));
        FaultDice.start(Path.of(parts[0]), Long.parseLong(parts[1]));
    }

    private static AgentBuilder ofTheClock(AgentBuilder builder) throws NoSuchMethodException {
        MemberSubstitution substitution = MemberSubstitution.relaxed()
                .method(named("currentTimeMillis").and(isDeclaredBy(System.class)))
                .replaceWith(FaultClock.class.getMethod("millis"));
        return builder.type(nameStartsWith("warren.").and(not(nameStartsWith("warren.server.faults."))))
                .transform((woven, description, loader, module, domain) ->
                        woven.visit(substitution.on(not(isAbstract()))));
    }

    private static AgentBuilder weave(
            AgentBuilder builder, String type, ElementMatcher<? super MethodDescription> methods, Class<?> advice) {
        return builder.type(named(type))
                .transform((woven, description, loader, module, domain) ->
                        woven.visit(Advice.to(advice).on(methods)));
    }

    /** Before or after a handler. */
    static final class Fails {
        private Fails() {}

        @Advice.OnMethodEnter
        static void before(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
            FaultDice.roll(type, method, false);
        }

        @Advice.OnMethodExit
        static void after(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
            FaultDice.roll(type, method, true);
        }
    }

    /** What fails has not been done. */
    static final class FailsBefore {
        private FailsBefore() {}

        @Advice.OnMethodEnter
        static void before(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
            FaultDice.roll(type, method, false);
        }
    }

    /** The disk refuses, or says so although it has done it. */
    static final class DiskFails {
        private DiskFails() {}

        @Advice.OnMethodEnter
        static void before(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) throws IOException {
            FaultDice.rollForDisk(type, method, false);
        }

        @Advice.OnMethodExit
        static void after(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) throws IOException {
            FaultDice.rollForDisk(type, method, true);
        }
    }

    /** Writes the agent's jar. */
    public static void writeJar(Path jar) throws IOException {
        Path byteBuddy = Path.of(ByteBuddy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        var manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), FaultAgent.class.getName());
        attributes.put(Attributes.Name.CLASS_PATH, byteBuddy.toUri().toString());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out, manifest)) {
            Path classes = Path.of(FaultAgent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath());
            String folder = FaultAgent.class.getPackageName().replace('.', '/');
            try (var files = Files.list(classes.resolve(folder))) {
                for (Path file : files.toList()) {
                    to.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                    Files.copy(file, to);
                    to.closeEntry();
                }
            }
        }
    }
}
