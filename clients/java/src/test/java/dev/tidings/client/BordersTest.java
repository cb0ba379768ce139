package dev.tidings.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A library for others: it brings nothing along, and the network has one door. */
@AnalyzeClasses(packages = "dev.tidings.client", importOptions = DoNotIncludeTests.class)
class BordersTest {

    @ArchTest
    static final ArchRule NEEDS_NOTHING_BUT_JAVA =
            classes().should().onlyDependOnClassesThat().resideInAnyPackage("dev.tidings.client..", "java..");

    @ArchTest
    static final ArchRule ONE_DOOR_TO_THE_NETWORK = noClasses()
            .that()
            .resideOutsideOfPackage("..client.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.tidings.client.(*)..").should().beFreeOfCycles();
}
