package dev.tidings.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.auth.AuthConfig;
import dev.tidings.auth.LogCapture;
import dev.tidings.auth.file.ConfigFilesOfTest;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {

    @TempDir
    Path directory;

    @Test
    void withoutAKeyTheServiceDoesNotStartAndSaysWhy() {
        Path file = directory.resolve("keys.json");
        assertThatThrownBy(() -> ring(file, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tidings.auth.keys-file (" + file + ") is missing")
                .hasMessageContaining("tidings.auth.development-key=true");
        assertThat(file).doesNotExist();
    }

    @Test
    void onOnesOwnMachineAKeyIsMadeAndTheLogSaysSo() {
        Path file = directory.resolve("keys.json");
        try (LogCapture log = LogCapture.start()) {
            KeyRing ring = ring(file, true);
            assertThat(ring.signing().algorithm()).isEqualTo("ES256");
            assertThat(log.text()).contains("A development key was made in " + file, "not for production");
        }
        assertThat(ring(file, false).published()).contains("dev-");
    }

    @Test
    void aFileThatIsNoGoodIsNotReplacedByADevelopmentKey() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), "{\"keys\":[]}");
        assertThatThrownBy(() -> ring(file, true)).hasMessageContaining("exactly one key");
        assertThat(file).hasContent("{\"keys\":[]}");
    }

    private static KeyRing ring(Path file, boolean developmentKey) {
        AuthConfig config = new SmallRyeConfigBuilder()
                .withMapping(AuthConfig.class)
                .withDefaultValue("tidings.auth.stream-url", "wss://tidings.test")
                .withDefaultValue("tidings.auth.clients-file", "none")
                .withDefaultValue("tidings.auth.keys-file", file.toString())
                .withDefaultValue("tidings.auth.development-key", Boolean.toString(developmentKey))
                // Quarkus' own converter reads 2M; here is only what the JDK reads.
                .withDefaultValue("tidings.auth.key-lead", "PT2M")
                .withDefaultValue("tidings.auth.poll-issuer-keys-every", "PT5M")
                .withDefaultValue("tidings.auth.reload-every", "PT1H")
                .withDefaultValue("tidings.auth.service-token-ttl", "PT15M")
                .build()
                .getConfigMapping(AuthConfig.class);
        return new KeyRing(config, ConfigFilesOfTest.of(config));
    }
}
