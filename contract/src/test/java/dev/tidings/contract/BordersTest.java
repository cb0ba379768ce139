package dev.tidings.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the services share must stay small: it knows no service, no framework and no broker. */
@AnalyzeClasses(packages = "dev.tidings.contract", importOptions = DoNotIncludeTests.class)
class BordersTest {

    @ArchTest
    static final ArchRule KNOWS_NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.vertx..", "org.apache.kafka..", "io.smallrye..");

    @ArchTest
    static final ArchRule WORDS_KNOW_NO_TOKENS = noClasses()
            .that()
            .resideInAnyPackage("..channel..", "..position..", "..event..", "..problem..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..token..");
}
