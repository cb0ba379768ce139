package dev.tidings.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoClientTest {

    @TempDir
    Path directory;

    @Test
    void theFileHoldsAHashOfTheSecretAsAuthServiceReadsIt() throws Exception {
        Path file = directory.resolve("auth/clients.json");

        DemoClient.writeIfMissing(file);

        JsonNode client =
                new ObjectMapper().readTree(file.toFile()).path("clients").path(0);
        assertThat(client.path("id").asText()).isEqualTo("demo");
        assertThat(client.path("app").asText()).isEqualTo("demo");
        assertThat(client.path("scopes")).hasSize(4);
        String[] hash = client.path("secret").asText().split("\\$", -1);
        assertThat(hash).hasSize(4).startsWith("pbkdf2-sha256", "600000").noneMatch(part -> part.endsWith("="));
        byte[] salt = Base64.getDecoder().decode(hash[2]);
        assertThat(salt).hasSize(16);
        PBEKeySpec secret = new PBEKeySpec("demo-secret".toCharArray(), salt, 600_000, 256);
        assertThat(Base64.getDecoder().decode(hash[3]))
                .isEqualTo(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(secret)
                        .getEncoded());
    }

    @Test
    void aFileThatIsThereStaysAsItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("clients.json"), "{}");

        DemoClient.writeIfMissing(file);

        assertThat(file).hasContent("{}");
    }
}
