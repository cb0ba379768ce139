package dev.tidings.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A record's way is one walk, and a client's way in is another; neither goes back. */
@AnalyzeClasses(packages = "dev.tidings.edge", importOptions = DoNotIncludeTests.class)
class BordersTest {

    @ArchTest
    static final ArchRule NO_OTHER_SERVICE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.tidings.auth..", "dev.tidings.notifications..", "dev.tidings.local..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.tidings.edge.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_LOG_KNOWS_NO_SOCKET = noClasses()
            .that()
            .resideInAPackage("..edge.log..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..edge.delivery..", "..edge.rendering..", "..edge.session..", "io.netty..");

    @ArchTest
    static final ArchRule KAFKA_STAYS_IN_THE_LOG = noClasses()
            .that()
            .resideOutsideOfPackage("..edge.log..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule ONE_ADAPTER_KNOWS_VERTX_INTERNALS = noClasses()
            .that()
            .doNotHaveSimpleName("NettySocket")
            .and()
            .doNotHaveSimpleName("Deliverers")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx.core.impl..", "io.vertx.core.net.impl..");
}
