package dev.tidings.auth.file;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.auth.Eventually;
import dev.tidings.auth.LogCapture;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What is changed in a file is in force a moment later, without a restart. */
@QuarkusTest
@WithTestResource(TestClients.class)
@TestProfile(ReloadTest.OwnService.class)
class ReloadTest {

    /** Of its own, because it changes the files that others read. */
    public static final class OwnService implements QuarkusTestProfile {}

    private static final String GRANT = "grant_type=client_credentials";

    @ConfigProperty(name = "tidings.auth.clients-file")
    Path clients;

    @ConfigProperty(name = "tidings.auth.keys-file")
    Path keys;

    @Test
    void clientsComeGoAndAreNarrowed() throws IOException {
        String before = Files.readString(clients);
        String token = Tokens.service();
        try {
            write(TestClients.client("late", "demo", "late-secret", "tokens:issue"));
            Eventually.holds(() -> status("late", "late-secret") == 200);
            assertThat(status("demo", TestClients.SECRET)).isEqualTo(401);
            Tokens.post(Tokens.bearer(token), "{\"user\":\"ann\"}")
                    .statusCode(401)
                    .body("code", equalTo("token-invalid"));
            write(TestClients.client("demo", "demo", TestClients.SECRET, "events:write"));
            Eventually.holds(() -> status("demo", TestClients.SECRET) == 200);
            Tokens.post(Tokens.bearer(token), "{\"user\":\"ann\"}")
                    .statusCode(403)
                    .body("code", equalTo("scope-missing"));
            write(TestClients.client("demo", "demo", "another-secret", "events:write"));
            Eventually.holds(() -> status("demo", "another-secret") == 200);
            assertThat(status("demo", TestClients.SECRET)).isEqualTo(401);
        } finally {
            Files.writeString(clients, before);
            Eventually.holds(() -> status("demo", TestClients.SECRET) == 200);
        }
    }

    @Test
    void aBrokenFileIsRefusedAndTheServiceGoesOn() throws IOException {
        String before = Files.readString(keys);
        String published = given().get("/.well-known/jwks.json").asString();
        try (LogCapture log = LogCapture.start()) {
            Files.writeString(keys, before.replace("signing", "sleeping"));
            Eventually.holds(() -> log.text().contains("has no state"));
            assertThat(given().get("/.well-known/jwks.json").asString()).isEqualTo(published);
            Tokens.connection("{\"user\":\"ann\"}");
            given().get("/q/metrics")
                    .then()
                    .body(containsString("tidings_auth_file_refused{setting=\"tidings.auth.keys-file\"} 1.0"));
            assertThat(log.text()).doesNotContain("\"d\"");
        } finally {
            Files.writeString(keys, before);
        }
    }

    @Test
    void aKidNeverNamesAnotherKey() throws IOException {
        String before = Files.readString(keys);
        try (LogCapture log = LogCapture.start()) {
            String kid = before.replaceAll("(?s).*\"kid\":\"([^\"]*)\".*", "$1");
            Files.writeString(keys, OtherKey.withKid(kid));
            Eventually.holds(() -> log.text().contains("names another key than before"));
            assertThat(given().get("/.well-known/jwks.json").asString()).contains(kid);
            Tokens.connection("{\"user\":\"ann\"}");
        } finally {
            Files.writeString(keys, before);
        }
    }

    private void write(String client) throws IOException {
        Files.writeString(clients, "{\"clients\":[" + client + "]}");
    }

    private static int status(String id, String secret) {
        return Tokens.form(Tokens.basic(id, secret), GRANT).extract().statusCode();
    }
}
