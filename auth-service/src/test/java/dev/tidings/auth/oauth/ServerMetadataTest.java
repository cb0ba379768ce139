package dev.tidings.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.tidings.auth.TestClients;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(TestClients.class)
class ServerMetadataTest {

    @Test
    void theIssuerLeadsToEverything() {
        given().get("/.well-known/oauth-authorization-server")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", containsString("max-age"))
                .body("issuer", equalTo("https://tidings.test"))
                .body("token_endpoint", equalTo("https://tidings.test/oauth2/token"))
                .body("jwks_uri", equalTo("https://tidings.test/.well-known/jwks.json"))
                .body(
                        "grant_types_supported",
                        hasItems("client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"))
                .body("token_endpoint_auth_methods_supported", hasItems("client_secret_basic", "none"))
                .body("scopes_supported", hasItems("notifications:write", "users:admin"))
                .body("response_types_supported", empty());
    }
}
