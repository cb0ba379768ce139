package dev.tidings.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.channel.ChannelPattern;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestClients.class)
class ConnectionTokenTest {

    private static final String FULL = """
            {"user":"ann@example.com","channels":["private:orders.*","presence:doc.1"],"publish":["presence:*"],
             "info":{"name":"Ann","size":1.50,"deep":{"list":[1,{"yes":true}]}},"joined":"2026-11-01T01:00:00+01:00",
             "ttl":90,"connectionTtl":7200,"app":"other","unknown":{"a":null}}""";

    @Test
    void aTokenSaysWhatWasAskedFor() {
        ConnectionToken token = accepted(Tokens.connection(FULL));
        assertThat(token.app()).isEqualTo("demo");
        assertThat(token.user()).isEqualTo("ann@example.com");
        assertThat(token.channels())
                .extracting(ChannelPattern::text)
                .containsExactly("private:orders.*", "presence:doc.1");
        assertThat(token.publish()).extracting(ChannelPattern::text).containsExactly("presence:*");
        assertThat(token.info()).containsEntry("name", "Ann").containsKeys("size", "deep");
        assertThat(token.joined()).hasValue(Instant.parse("2026-11-01T00:00:00Z"));
        assertThat(token.connectionExpiresAt()).isEqualTo(token.issuedAt().plusSeconds(7200));
    }

    @Test
    void headerAndClaimsAreTheContracts() {
        String token = Tokens.connection(FULL);
        assertThat(Tokens.header(token).path("typ").textValue()).isEqualTo("connection+jwt");
        assertThat(Tokens.header(token).path("alg").textValue()).isEqualTo("ES256");
        assertThat(Tokens.header(token).path("kid").textValue()).startsWith("dev-");
        JsonNode claims = Tokens.claims(token);
        assertThat(claims.path("iss").textValue()).isEqualTo(Tokens.ISSUER);
        assertThat(claims.path("exp").longValue()).isEqualTo(claims.path("iat").longValue() + 90);
        assertThat(claims.path("sid").textValue()).matches("[A-Za-z0-9_-]{22}");
        assertThat(claims.path("jti").textValue()).isNotBlank();
        assertThat(claims.path("info"))
                .hasToString("{\"name\":\"Ann\",\"size\":1.5,\"deep\":{\"list\":[1,{\"yes\":true}]}}");
    }

    @Test
    void aUserAloneIsEnough() {
        post("{\"user\":\"ann\"}")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("expiresIn", equalTo(60))
                .body("stream", equalTo("wss://tidings.test/v1/stream"));
        String text = Tokens.connection("{\"user\":\"ann\"}");
        ConnectionToken token = accepted(text);
        assertThat(token.connectionExpiresAt()).isEqualTo(token.issuedAt().plusSeconds(3600));
        assertThat(token.channels()).isEmpty();
        assertThat(Tokens.claims(text).properties())
                .extracting(Map.Entry::getKey)
                .doesNotContain("channels", "publish", "info", "joined");
    }

    @Test
    void noTwoTokensAreTheSameSession() {
        assertThat(accepted(Tokens.connection("{\"user\":\"ann\"}")).session())
                .isNotEqualTo(accepted(Tokens.connection("{\"user\":\"ann\"}")).session());
    }

    @Test
    void boundsAreIncluded() {
        Tokens.connection("{\"user\":\"a\",\"ttl\":1,\"connectionTtl\":5}");
        Tokens.connection("{\"user\":\"" + "a".repeat(160) + "\",\"ttl\":3600,\"connectionTtl\":86400}");
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        post("""
                {"user":"a b","channels":["*","pri*","private:ok","user:ann","everyone",7],"publish":"presence:*",
                 "info":[],"joined":"yesterday","ttl":0,"connectionTtl":4}""")
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("validation"))
                .body(
                        "errors.field",
                        containsInAnyOrder(
                                "user",
                                "channels[0]",
                                "channels[1]",
                                "channels[3]",
                                "channels[4]",
                                "channels[5]",
                                "publish",
                                "info",
                                "joined",
                                "ttl",
                                "connectionTtl"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"user\":null}",
                "{\"user\":\"\"}",
                "{\"user\":7}",
                "{\"user\":\"a\\u0000b\"}",
                "[]",
                "null",
                "{\"user\":\"ann\",\"ttl\":3601}",
                "{\"user\":\"ann\",\"ttl\":60.5}",
                "{\"user\":\"ann\",\"ttl\":\"60\"}",
                "{\"user\":\"ann\",\"connectionTtl\":86401}",
                "{\"user\":\"ann\",\"channels\":[\"private:*x*\"]}",
                "{\"user\":\"ann\",\"channels\":[\"private:\"]}",
                "{\"user\":\"ann\",\"channels\":[\"public:*\"]}",
                "{\"user\":\"ann\",\"info\":{\"a\":\"\\u0000\"}}",
                "{\"user\":\"ann\",\"info\":{\"a\":{\"b\":null}}}"
            })
    void whatTheContractDoesNotAllowIsRefused(String body) {
        post(body).statusCode(400).body("code", equalTo("validation"));
    }

    @Test
    void whatIsTooMuchIsRefused() {
        post("{\"user\":\"ann\",\"info\":{\"a\":\"" + "x".repeat(2048) + "\"}}").statusCode(400);
        post("{\"user\":\"ann\",\"channels\":[" + "\"private:a\",".repeat(100) + "\"private:a\"]}")
                .statusCode(400);
        String longName = "\"private:" + "a".repeat(150) + "\"";
        post("{\"user\":\"ann\",\"channels\":[" + (longName + ",").repeat(60) + longName + "]}")
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", containsInAnyOrder("channels", "publish", "info"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"user\":\"ann\"} x", "{\"user\":\"ann\",\"user\":\"bob\"}"})
    void whatIsNotJsonIsMalformed(String body) {
        post(body).statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void aBodyOfMoreThanAMebibyteIsTooLarge() {
        byte[] body = "x".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.US_ASCII);
        Tokens.bearer(Tokens.service())
                .contentType("application/json")
                .body(body)
                .post("/v1/tokens")
                .then()
                .statusCode(413)
                .body("code", equalTo("too-large"));
    }

    @Test
    void methodsTypesAndPathsAreChecked() {
        given().get("/v1/tokens")
                .then()
                .statusCode(405)
                .header("Allow", "POST")
                .body("code", equalTo("method-not-allowed"));
        Tokens.bearer("x")
                .contentType("text/plain")
                .body("{}")
                .post("/v1/tokens")
                .then()
                .statusCode(415);
        given().post("/v1/token").then().statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void whoeverAsksMustSayWhoTheyAre() {
        refused(Tokens.post(given(), "{\"user\":\"ann\"}"), 401, "token-missing");
        refused(Tokens.post(Tokens.basic("demo", "wrong"), "{\"user\":\"ann\"}"), 401, "token-invalid");
        refused(Tokens.post(Tokens.basic("nobody", "wrong"), "{\"user\":\"ann\"}"), 401, "token-invalid");
        refused(Tokens.post(given().header("Authorization", "Basic %%"), "{}"), 401, "token-invalid");
        refused(Tokens.post(Tokens.bearer("not.a.token"), "{}"), 401, "token-invalid");
        refused(Tokens.post(Tokens.bearer(Tokens.service() + "x"), "{}"), 401, "token-invalid");
    }

    @Test
    void basicCredentialsDoAsWell() {
        Tokens.post(Tokens.basic("demo", TestClients.SECRET), "{\"user\":\"ann\"}")
                .statusCode(200);
    }

    @Test
    void theScopeIsNeeded() {
        refused(
                Tokens.post(Tokens.basic("narrow", TestClients.NARROW_SECRET), "{\"user\":\"ann\"}"),
                403,
                "scope-missing");
        String narrowed = Tokens.form(
                        Tokens.basic("demo", TestClients.SECRET), "grant_type=client_credentials&scope=events%3Awrite")
                .extract()
                .path("access_token");
        refused(Tokens.post(Tokens.bearer(narrowed), "{\"user\":\"ann\"}"), 403, "scope-missing");
    }

    @Test
    void aConnectionTokenAsksForNothing() {
        refused(Tokens.post(Tokens.bearer(Tokens.connection("{\"user\":\"ann\"}")), "{}"), 401, "token-invalid");
    }

    @Test
    void aTokenThatWasTouchedIsRefused() {
        String token = Tokens.connection("{\"user\":\"ann\"}");
        String[] parts = token.split("\\.", -1);
        String other = encode(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"ann\"", "\"bob\""));
        String none = encode("{\"alg\":\"none\",\"typ\":\"connection+jwt\",\"kid\":\""
                + Tokens.header(token).path("kid").textValue() + "\"}");
        for (String forged : List.of(
                parts[0] + "." + other + "." + parts[2],
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2])) {
            assertThat(Tokens.verifier()
                            .connection(forged)
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new Verdict.Refused<ConnectionToken>(ProblemCode.TOKEN_INVALID));
        }
        assertThat(Tokens.verifier().service(token).toCompletableFuture().join())
                .isInstanceOf(Verdict.Refused.class);
    }

    private static ConnectionToken accepted(String token) {
        Verdict<ConnectionToken> verdict =
                Tokens.verifier().connection(token).toCompletableFuture().join();
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<ConnectionToken>) verdict).token();
    }

    private static ValidatableResponse post(String body) {
        return Tokens.post(Tokens.bearer(Tokens.service()), body);
    }

    private static void refused(ValidatableResponse response, int status, String code) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer realm=\"tidings\""))
                .body("code", equalTo(code));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
