package dev.tidings.auth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.auth.TestClients;
import dev.tidings.contract.token.Scope;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientsFileTest {

    @Test
    void readsClientsWithTheirSecrets() {
        Client client = read("[" + TestClients.client("demo", "shop", "s3cret", "tokens:issue") + "]")
                .getFirst();
        assertThat(client.id()).isEqualTo("demo");
        assertThat(client.app()).isEqualTo("shop");
        assertThat(client.scopes()).isEqualTo(Set.of(Scope.TOKENS_ISSUE));
        assertThat(client.secret().matches("s3cret")).isTrue();
        assertThat(client.secret().matches("s3creT")).isFalse();
        assertThat(client.secret().matches("")).isFalse();
        assertThat(client.toString()).doesNotContain("pbkdf2");
    }

    @Test
    void refusesInOneLineThatNamesTheFaultAndNoSecret() {
        String good = TestClients.client("demo", "demo", "s", "tokens:issue");
        refuses("clients is required", "null");
        refuses("clients must have 1 to", "[]");
        refuses("clients[0].secret must be pbkdf2", "[" + good.replaceAll("pbkdf2[^\"]*", "hunter2") + "]");
        refuses("clients[0].secret must be pbkdf2", "[" + good.replace("$100000$", "$10000$") + "]");
        refuses("clients[0].id is required", "[" + good.replace("\"id\"", "\"name\"") + "]");
        refuses("clients[0].app must be", "[" + good.replace("\"app\":\"demo\"", "\"app\":\"De mo\"") + "]");
        refuses("clients[0].scopes[0] must be one of", "[" + good.replace("tokens:issue", "root") + "]");
        refuses("demo is there twice", "[" + good + "," + good + "]");
        refuses("not one JSON object", "[{]");
    }

    @Test
    void rememberedSecretsAreBoundToTheirClient() {
        VerifiedSecrets verified = new VerifiedSecrets();
        Client ann = new Client("ann", "demo", SecretHash.decoy(100_000), Set.of());
        Client bob = new Client("bob", "demo", SecretHash.decoy(100_000), Set.of());
        verified.add(ann, "s");
        assertThat(verified.contains(ann, "s")).isTrue();
        assertThat(verified.contains(ann, "t")).isFalse();
        assertThat(verified.contains(bob, "s")).isFalse();
        Client annWithAnotherHash = new Client("ann", "demo", SecretHash.decoy(100_000), Set.of());
        assertThat(verified.contains(annWithAnotherHash, "s")).isFalse();
    }

    @Test
    void onlySoManyAreRemembered() {
        VerifiedSecrets verified = new VerifiedSecrets();
        Client ann = new Client("ann", "demo", SecretHash.decoy(100_000), Set.of());
        for (int i = 0; i < VerifiedSecrets.MAX + 10; i++) {
            verified.add(ann, "s" + i);
        }
        assertThat(verified.size()).isEqualTo(VerifiedSecrets.MAX);
        assertThat(verified.contains(ann, "s0")).isFalse();
    }

    private List<Client> read(String clients) {
        return ClientsFile.read(
                Path.of("clients.json"), ("{\"clients\":" + clients + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(String why, String clients) {
        assertThatThrownBy(() -> read(clients))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why)
                .hasMessageNotContainingAny("hunter2", "\n");
    }
}
