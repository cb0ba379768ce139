package dev.tidings.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.auth.LogCapture;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.ServiceToken;
import dev.tidings.contract.token.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestClients.class)
class OAuthTest {

    private static final String GRANT = "grant_type=client_credentials";

    @Test
    void aClientGetsATokenWithAllItsScopes() {
        String token = Tokens.form(demo(), GRANT)
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .header("Pragma", "no-cache")
                .body("token_type", equalTo("Bearer"))
                .body("expires_in", equalTo(900))
                .body("scope", equalTo("notifications:write events:write tokens:issue users:admin"))
                .extract()
                .path("access_token");
        assertThat(accepted(token)).isEqualTo(new ServiceToken("demo", "demo", EnumSet.allOf(Scope.class)));
        assertThat(Tokens.header(token).path("typ").textValue()).isEqualTo("at+jwt");
        assertThat(Tokens.claims(token).path("client_id").textValue()).isEqualTo("demo");
        assertThat(Tokens.claims(token).path("jti").textValue()).isNotBlank();
        assertThat(Tokens.claims(token).path("exp").longValue())
                .isEqualTo(Tokens.claims(token).path("iat").longValue() + 900);
    }

    @Test
    void aScopeNarrows() {
        String token = Tokens.form(demo(), GRANT + "&scope=events:write+tokens:issue&unknown=1")
                .statusCode(200)
                .body("scope", equalTo("events:write tokens:issue"))
                .extract()
                .path("access_token");
        assertThat(accepted(token).scopes()).isEqualTo(Set.of(Scope.EVENTS_WRITE, Scope.TOKENS_ISSUE));
    }

    @Test
    void aParameterWithoutAValueCountsAsLeftOut() {
        Tokens.form(demo(), GRANT + "&scope=").statusCode(200).body("scope", startsWith("notifications:write"));
    }

    @Test
    void eachClientIsOfItsOwnApp() {
        String token = Tokens.form(Tokens.basic("narrow", TestClients.NARROW_SECRET), GRANT)
                .extract()
                .path("access_token");
        assertThat(accepted(token)).isEqualTo(new ServiceToken("other", "narrow", Set.of(Scope.EVENTS_WRITE)));
    }

    @Test
    void whoIsNotTheClientIsRefused() {
        invalidClient(Tokens.basic("demo", "wrong"));
        invalidClient(Tokens.basic("demo", ""));
        invalidClient(Tokens.basic("nobody", TestClients.SECRET));
        invalidClient(Tokens.basic("narrow", TestClients.SECRET));
        invalidClient(given());
        invalidClient(given().header("Authorization", "Basic !"));
        invalidClient(given().header("Authorization", "Bearer " + Tokens.service()));
        // A second time, so that nothing wrong was remembered as right.
        invalidClient(Tokens.basic("demo", "wrong"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root", "tokens:issue root", "tokens:issue  events:write", " "})
    void aScopeThatTheClientDoesNotHaveIsRefused(String scope) {
        error(Tokens.form(demo(), GRANT + "&scope=" + scope.replace(' ', '+')), "invalid_scope");
        error(
                Tokens.form(Tokens.basic("narrow", TestClients.NARROW_SECRET), GRANT + "&scope=tokens:issue"),
                "invalid_scope");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "scope=events:write",
                "grant_type=",
                "grant_type",
                "grant_type=%zz",
                "&",
                "grant_type=client_credentials&grant_type=client_credentials",
                "grant_type=client_credentials&client_secret=demo-secret"
            })
    void aFormThatIsNotOneIsRefused(String form) {
        error(Tokens.form(demo(), form), "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "authorization_code", "Client_Credentials"})
    void anotherGrantTypeIsRefused(String grantType) {
        error(Tokens.form(demo(), "grant_type=" + grantType), "unsupported_grant_type");
    }

    @Test
    void whatIsNoFormAtAllIsAProblem() {
        demo().contentType("application/json")
                .body("{}")
                .post("/oauth2/token")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
        given().get("/oauth2/token").then().statusCode(405).header("Allow", "POST");
        demo().contentType("application/x-www-form-urlencoded")
                .body("x".repeat(1024 * 1024 + 1))
                .post("/oauth2/token")
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"));
    }

    @Test
    @DisabledOnIntegrationTest("reads the log of its own process")
    void noSecretAndNoTokenIsLoggedOrAnswered() {
        String secret = "a-secret-that-is-wrong";
        try (LogCapture log = LogCapture.start()) {
            String refused =
                    Tokens.form(Tokens.basic("demo", secret), GRANT).extract().asString();
            String refusedByForm = Tokens.form(demo(), "client_secret=" + secret + "&x=%zz")
                    .extract()
                    .asString();
            String refusedByJson = Tokens.post(Tokens.basic("demo", secret), "{" + secret)
                    .extract()
                    .asString();
            String refusedField = Tokens.post(demo(), "{\"user\":\"" + secret + " \",\"" + secret + "\":1}")
                    .statusCode(400)
                    .extract()
                    .asString();
            String token = Tokens.connection("{\"user\":\"ann\"}");
            String refusedToken =
                    Tokens.post(Tokens.bearer(token), "{}").extract().asString();
            assertThat(refused + refusedByForm + refusedByJson + refusedField).doesNotContain(secret);
            assertThat(refusedToken).doesNotContain(token);
            assertThat(log.text()).doesNotContain(secret, TestClients.SECRET, token);
        }
    }

    private static void invalidClient(RequestSpecification request) {
        Tokens.form(request, GRANT)
                .statusCode(401)
                .contentType("application/json")
                .header("WWW-Authenticate", startsWith("Basic realm=\"tidings\""))
                .header("Cache-Control", "no-store")
                .body("error", equalTo("invalid_client"));
    }

    private static void error(ValidatableResponse response, String error) {
        response.statusCode(400).contentType("application/json").body("error", equalTo(error));
    }

    private static RequestSpecification demo() {
        return Tokens.basic("demo", TestClients.SECRET);
    }

    private static ServiceToken accepted(String token) {
        Verdict<ServiceToken> verdict =
                Tokens.verifier().service(token).toCompletableFuture().join();
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<ServiceToken>) verdict).token();
    }
}
