package dev.tidings.auth.key;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.tidings.auth.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestClients.class)
class KeysTest {

    @ConfigProperty(name = "tidings.auth.keys-file")
    Path file;

    @Test
    void thePublicKeysArePublishedAndNothingMore() {
        String body = given().get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", containsString("max-age=60"))
                .body("keys", hasSize(1))
                .body("keys[0].alg", equalTo("ES256"))
                .body("keys[0].use", equalTo("sig"))
                .extract()
                .asString();
        assertThat(body).doesNotContain("\"d\"", "state");
    }

    @Test
    void whoHasThemAlreadyIsToldSo() {
        String tag = given().get("/.well-known/jwks.json").header("ETag");
        given().header("If-None-Match", tag)
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(304)
                .header("ETag", tag);
        given().header("If-None-Match", "\"other\"")
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(200);
    }

    @Test
    void theDevelopmentKeyIsItsOwnersAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theServiceTellsHowItIs() {
        for (String kind : new String[] {"live", "ready", "started"}) {
            given().get("/q/health/" + kind).then().statusCode(200).body("status", equalTo("UP"));
        }
        given().get("/q/health/ready").then().body("checks.name", hasItem("signing key"));
        given().get("/q/metrics").then().statusCode(200).body(containsString("tidings_auth_verified_secrets"));
        given().get("/q/openapi").then().statusCode(200).body(containsString("/v1/tokens"));
    }
}
