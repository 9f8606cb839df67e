package warren.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the modules, as {@code docs/ARCHITECTURE.md} draws them, and the rule that no command of an actor is forgotten. */
class ArchitectureTest {
    private static final JavaClasses WARREN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("warren");

    private static final Set<String> MODULES =
            Set.of("routing", "transport", "persistence", "exchange", "actors", "management", "cli", "server");

    @ParameterizedTest
    @CsvSource({
        "routing, ''",
        "transport, routing",
        "persistence, routing",
        "exchange, ''",
        "actors, 'routing transport persistence exchange'",
        "management, 'actors routing'",
        "cli, ''",
        "server, 'routing transport persistence actors management'"
    })
    void aModuleUsesOnlyThoseBelowIt(String module, String below) {
        Set<String> strangers = new TreeSet<>(MODULES);
        strangers.remove(module);
        strangers.removeAll(Arrays.asList(below.split(" ")));

        noClasses()
                .that()
                .resideInAPackage("warren." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(strangers.stream()
                        .map(stranger -> "warren." + stranger + "..")
                        .toArray(String[]::new))
                .check(WARREN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("warren.(**)").should().beFreeOfCycles().check(WARREN);
    }

    @Test
    void noClassLivesOutsideTheModules() {
        classes()
                .should()
                .resideInAnyPackage(MODULES.stream()
                        .map(module -> "warren." + module + "..")
                        .toArray(String[]::new))
                .check(WARREN);
    }

    /** Pekko's builders pass a command without a handler to {@code unhandled}, where hardly anyone hears it. */
    @Test
    void anActorHasAMethodForEachOfItsCommands() {
        List<String> forgotten = new ArrayList<>();
        int commands = 0;
        for (JavaClass protocol : WARREN) {
            Optional<JavaClass> actor = protocol.getEnclosingClass().map(ArchitectureTest::actorOf);
            if (!protocol.getSimpleName().equals("Command") || actor.isEmpty()) {
                continue;
            }
            Class<?>[] permitted = protocol.reflect().getPermittedSubclasses();
            Set<String> handlers = methodNames(actor.get());
            // an actor in the function style has its handlers in lambdas: there is nothing to compare
            if (permitted == null || handlers.stream().noneMatch(name -> name.matches("on[A-Z].*"))) {
                continue;
            }
            for (Class<?> command : permitted) {
                commands++;
                if (command.isRecord() && !handlers.contains("on" + command.getSimpleName())) {
                    forgotten.add(actor.get().getSimpleName() + "." + command.getSimpleName());
                }
            }
        }
        assertThat(forgotten).isEmpty();
        assertThat(commands).as("commands of all actors").isPositive();
    }

    /** A protocol of several actors has a class of its own: FooProtocol for FooActor and others. */
    private static JavaClass actorOf(JavaClass enclosing) {
        String name = enclosing.getName().replaceFirst("Protocol$", "Actor");
        return WARREN.contain(name) ? WARREN.get(name) : enclosing;
    }

    private static Set<String> methodNames(JavaClass actor) {
        return Arrays.stream(actor.reflect().getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
    }
}
