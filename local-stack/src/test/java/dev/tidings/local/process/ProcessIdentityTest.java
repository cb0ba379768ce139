package dev.tidings.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    private Process process;

    @BeforeEach
    void startSomething() throws IOException {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void endIt() {
        process.destroyForcibly();
    }

    @Test
    void endsTheProcessItNames() throws Exception {
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());

        identity.kill();

        assertThat(identity.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void neverTouchesAnotherProcessThatGotItsId() {
        ProcessIdentity earlier = new ProcessIdentity(process.pid(), 1_000_000_000_000L);

        earlier.kill();

        assertThat(earlier.running()).isEmpty();
        assertThat(process.isAlive()).isTrue();
    }
}
