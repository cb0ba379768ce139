package dev.tidings.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The services meet on the wire and in the contract, and nowhere else. Asked of the compiled classes of every module. */
class BordersTest {

    /** Each module with its package, and what it may know of the others. */
    private static final Map<String, List<String>> MAY_KNOW = Map.of(
            "contract", List.of(),
            "operations", List.of(),
            "problems", List.of("contract"),
            "auth", List.of("contract", "operations", "problems"),
            "notifications", List.of("contract", "operations", "problems"),
            "edge", List.of("contract", "operations"),
            "client", List.of(),
            "local", List.of("contract", "client"));

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .importPaths(Stream.of(
                                "contract",
                                "clients/java",
                                "operations",
                                "rest-problems",
                                "auth-service",
                                "notification-service",
                                "realtime-edge",
                                "local-stack")
                        .map(module -> RunningStack.ROOT.resolve(module + "/target/classes"))
                        .toList());
    }

    @Test
    void aModuleKnowsOnlyWhatItMay() {
        MAY_KNOW.forEach((module, known) -> {
            String[] others = MAY_KNOW.keySet().stream()
                    .filter(other -> !other.equals(module) && !known.contains(other))
                    .map(other -> "dev.tidings." + other + "..")
                    .toArray(String[]::new);
            assertThat(others).isNotEmpty();
            noClasses()
                    .that()
                    .resideInAPackage("dev.tidings." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .as(module + " must not know " + Arrays.toString(others))
                    .check(classes);
        });
    }

    @Test
    void featuresDoNotDependOnEachOtherInCircles() {
        for (String service : List.of("auth", "notifications", "edge")) {
            slices().matching("dev.tidings." + service + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(classes);
        }
    }
}
