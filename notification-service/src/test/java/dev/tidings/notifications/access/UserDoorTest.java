package dev.tidings.notifications.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.TokenKind;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Door;
import dev.tidings.notifications.fixture.RevocationTopic;
import dev.tidings.notifications.fixture.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may ask for a user's own things, and from where. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class UserDoorTest {

    private static final String PAGE = "http://localhost:3000";

    private final String user = "u" + UUID.randomUUID();
    private final Tokens good = Tokens.connection("demo", user);

    @BeforeEach
    void whenRevocationsAreKnown() throws Exception {
        Await.that(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void theCallerIsWhomTheTokenNames() {
        Tokens joined = good.with(Claim.JOINED, "2026-11-01T00:00:00Z").with("iat", 1_793_000_000L);
        assertThat(enter(joined.bearer()).then().statusCode(200).extract().asString())
                .isEqualTo(new UserCaller(
                                "demo",
                                user,
                                Optional.of(Instant.parse("2026-11-01T00:00:00Z")),
                                "session-of-" + user,
                                Instant.ofEpochSecond(1_793_000_000))
                        .toString());
    }

    @Test
    void withoutAGoodTokenNobodyEnters() {
        RestAssured.get(Door.PATH)
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer realm=\"tidings\""))
                .body("code", equalTo("token-missing"));
        refused("Bearer " + good.token(Duration.ofMinutes(-1)), "token-expired");
        refused(good.forged().bearer(), "token-invalid");
        refused(good.ofKind(TokenKind.GRANT).bearer(), "token-invalid");
        refused(Tokens.of("demo", Scope.values()).bearer(), "token-invalid");
        refused(good.with("sub", "no user").bearer(), "token-invalid");
        refused("Bearer nonsense", "token-invalid");
        refused("Basic ZGVtbzpkZW1v", "token-invalid");
    }

    private static void refused(String authorization, String code) {
        enter(authorization)
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer realm=\"tidings\", error=\"invalid_token\""))
                .body("code", equalTo(code));
    }

    /** Only the header: in an address it would end up in the logs of whoever is between. */
    @Test
    void aTokenInTheAddressIsNone() {
        RestAssured.given()
                .queryParam("token", good.token(Duration.ofMinutes(5)))
                .get(Door.PATH)
                .then()
                .statusCode(401)
                .body("code", equalTo("token-missing"));
    }

    @Test
    void whatWasIssuedBeforeARevocationIsRefusedAndWhatComesLaterIsGood() throws Exception {
        Instant now = Instant.now();
        RevocationTopic.revoke(Revocation.at(now, "demo", user, Optional.empty()));
        Await.that(() -> revoked(good));
        assertThat(revoked(good.with("iat", now.getEpochSecond()))).isTrue();
        assertThat(revoked(good.with("iat", now.getEpochSecond() + 1))).isFalse();
        assertThat(revoked(Tokens.connection("other", user))).isFalse();
        enter(good.bearer())
                .then()
                .contentType("application/problem+json")
                .header("WWW-Authenticate", nullValue())
                .body("code", equalTo("revoked"));
    }

    @Test
    void aRevokedSessionLeavesTheUsersOthers() throws Exception {
        RevocationTopic.write("x".getBytes(StandardCharsets.UTF_8), "no revocation".getBytes(StandardCharsets.UTF_8));
        RevocationTopic.revoke(Revocation.at(Instant.now(), "demo", user, Optional.of("lost-phone")));
        Await.that(() -> revoked(good.with(Claim.SESSION, "lost-phone")));
        assertThat(revoked(good)).isFalse();
    }

    private static boolean revoked(Tokens token) {
        return enter(token.bearer()).statusCode() == 403;
    }

    @Test
    void aPageOfTheAppMayReadAnswersAndRefusals() {
        for (String authorization : new String[] {good.bearer(), "Bearer nonsense"}) {
            from(PAGE)
                    .header("Authorization", authorization)
                    .get(Door.PATH)
                    .then()
                    .header("Access-Control-Allow-Origin", equalTo(PAGE))
                    .header("Access-Control-Expose-Headers", equalTo("ETag, Poll-Interval, Retry-After"))
                    .header("Vary", equalTo("Origin"));
        }
    }

    @Test
    void aPreflightIsAnsweredForAnOriginThatAnyAppHas() {
        for (String path : new String[] {"/v1/feed", "/v1/feed/items/x", "/v1/feed/items:batch", "/v1/preferences"}) {
            from(PAGE)
                    .header("Access-Control-Request-Method", "PATCH")
                    .header("Access-Control-Request-Headers", "authorization,content-type")
                    .options(path)
                    .then()
                    .statusCode(204)
                    .header("Access-Control-Allow-Origin", equalTo(PAGE))
                    .header("Access-Control-Allow-Methods", equalTo("GET, POST, PUT, PATCH"))
                    .header("Access-Control-Allow-Headers", equalTo("Authorization, Content-Type, If-None-Match"));
        }
        notAllowed(from("https://evil.example.com").options("/v1/feed"));
        // What backends call is not for pages, whoever's they are.
        notAllowed(from(PAGE).options("/v1/notifications"));
        notAllowed(from(PAGE).options("/v1/feedback"));
    }

    @Test
    void anotherAppsPageIsRefused() {
        from("https://other.example.com")
                .header("Authorization", good.bearer())
                .get(Door.PATH)
                .then()
                .statusCode(403)
                .body("code", equalTo("origin-refused"));
        notAllowed(from("https://evil.example.com")
                .header("Authorization", good.bearer())
                .get(Door.PATH));
    }

    private static void notAllowed(Response answer) {
        answer.then().header("Access-Control-Allow-Origin", nullValue());
    }

    private static RequestSpecification from(String origin) {
        return RestAssured.given().header("Origin", origin);
    }

    private static Response enter(String authorization) {
        return RestAssured.given().header("Authorization", authorization).get(Door.PATH);
    }
}
