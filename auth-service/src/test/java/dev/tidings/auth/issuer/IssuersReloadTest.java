package dev.tidings.auth.issuer;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.auth.Eventually;
import dev.tidings.auth.LogCapture;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.TestProvider;
import dev.tidings.auth.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Trust is given and taken while the service runs. */
@QuarkusTest
@WithTestResource(TestClients.class)
@WithTestResource(TestProvider.class)
@TestProfile(IssuersReloadTest.OwnService.class)
class IssuersReloadTest {

    /** Of its own, because it changes the files that others read. */
    public static final class OwnService implements QuarkusTestProfile {}

    private static final PublicJsonWebKey KEY = TestProvider.ec("key");

    @ConfigProperty(name = "tidings.auth.issuers-file")
    Optional<Path> issuers;

    @Test
    void anIssuerComesGoesAndChangesItsKeys() throws IOException {
        Path file = issuers.orElseThrow();
        String before = Files.readString(file);
        TestProvider.publish(file.getParent(), "file", KEY);
        Eventually.holds(() -> status(KEY) == 200);

        Files.writeString(file, "{\"issuers\":[]}");
        Eventually.holds(() -> status(KEY) == 400);

        Files.writeString(file, before);
        Eventually.holds(() -> status(KEY) == 200);

        PublicJsonWebKey next = TestProvider.ec("next");
        TestProvider.publish(file.getParent(), "file", next);
        Eventually.holds(() -> status(next) == 200);
        assertThat(status(KEY)).isEqualTo(400);

        try (LogCapture log = LogCapture.start()) {
            Files.writeString(file, before.replace("\"app\":\"other\"", "\"app\":\"o t h e r\""));
            Eventually.holds(() -> log.text().contains("issuers[1].app must be"));
            assertThat(status(next)).isEqualTo(200);
            TestProvider.publish(file.getParent(), "file");
            Eventually.holds(() -> log.text().contains("no public key with a kid"));
            assertThat(status(next)).isEqualTo(200);
        }
    }

    private static int status(PublicJsonWebKey key) {
        var claims = TestProvider.claims(TestProvider.FILE, "intranet", "0815");
        claims.setStringClaim("email", "bob@example.com");
        return Tokens.form(
                        given(),
                        "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token="
                                + TestProvider.sign(key, "ES256", claims)
                                + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt")
                .extract()
                .statusCode();
    }
}
