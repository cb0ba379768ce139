package dev.tidings.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.revocation.Revocation;
import dev.tidings.edge.log.LogBatch;
import dev.tidings.edge.log.LogListener;
import dev.tidings.edge.log.OpenLog;
import dev.tidings.edge.log.RevocationListener;
import dev.tidings.edge.support.EdgeTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A thread that reads and dies takes with it what it reads: then nothing but a new process helps, and the probe says so. */
@QuarkusTest
@TestProfile(ReadersAliveTest.Deadly.class)
class ReadersAliveTest extends EdgeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aReaderThatDiesMakesTheServiceNotLive() {
        assertThat(live().getString("status")).isEqualTo("UP");
        log.revoke(Revocation.at(Instant.now(), APP, user, Optional.empty()));
        awaitDead("revocations");
        assertThat(live().getBoolean(reader("log"))).isTrue();
        log.publish(APP, channel, "the last one");
        awaitDead("log");
    }

    private static void awaitDead(String reader) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (live().getBoolean(reader(reader)) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        assertThat(live().getBoolean(reader(reader))).isFalse();
        assertThat(live().getString("status")).isEqualTo("DOWN");
    }

    private static String reader(String name) {
        return "checks.find { it.name == 'readers' }.data." + name;
    }

    private static JsonPath live() {
        return given().get("/q/health/live").jsonPath();
    }

    public static final class Deadly implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(DeadlyRevocations.class, DeadlyLog.class);
        }
    }

    /** What no thread is expected to survive. */
    @SuppressWarnings("serial")
    private static final class FatalError extends Error {
        FatalError() {
            super("on purpose");
        }
    }

    @Alternative
    @Singleton
    static final class DeadlyRevocations implements RevocationListener {
        @Override
        public void revoked() {
            throw new FatalError();
        }
    }

    @Alternative
    @Singleton
    static final class DeadlyLog implements LogListener {
        @Override
        public void warm(OpenLog log, long[] heads) {}

        @Override
        public void batch(LogBatch batch) {
            throw new FatalError();
        }
    }
}
