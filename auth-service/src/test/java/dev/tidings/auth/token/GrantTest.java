package dev.tidings.auth.token;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.token.GrantToken;
import dev.tidings.contract.token.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestClients.class)
class GrantTest {

    @Test
    void aGrantOpensOneChannelToOneUser() {
        String token = post("{\"user\":\"ann\",\"channel\":\"private:orders.17\",\"ttl\":90,\"app\":\"other\"}")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("expiresIn", equalTo(90))
                .extract()
                .path("token");
        assertThat(Tokens.verifier().grant(token).toCompletableFuture().join())
                .isInstanceOfSatisfying(Verdict.Accepted.class, accepted -> {
                    GrantToken grant = (GrantToken) accepted.token();
                    assertThat(grant.app()).isEqualTo("demo");
                    assertThat(grant.user()).isEqualTo("ann");
                    assertThat(grant.channel()).isEqualTo(new Channel.Private("orders.17"));
                });
        assertThat(Tokens.header(token).path("typ").textValue()).isEqualTo("grant+jwt");
        JsonNode claims = Tokens.claims(token);
        assertThat(claims.path("exp").longValue()).isEqualTo(claims.path("iat").longValue() + 90);
        assertThat(claims.path("jti").textValue()).isNotBlank();
    }

    @Test
    void withoutATtlItLastsAMinuteAndBoundsAreIncluded() {
        post("{\"user\":\"ann\",\"channel\":\"presence:doc.1\"}").body("expiresIn", equalTo(60));
        post("{\"user\":\"ann\",\"channel\":\"presence:doc.1\",\"ttl\":1}").statusCode(200);
        post("{\"user\":\"ann\",\"channel\":\"presence:doc.1\",\"ttl\":3600}").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3601", "-1", "1.5", "\"60\""})
    void aTtlOutOfBoundsIsRefused(String ttl) {
        post("{\"user\":\"ann\",\"channel\":\"private:a\",\"ttl\":" + ttl + "}")
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", contains("ttl"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"user:bob", "everyone", "public:news"})
    void onlyPrivateAndPresenceChannelsAreGranted(String channel) {
        post("{\"user\":\"ann\",\"channel\":\"" + channel + "\"}")
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", contains("channel"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"private:*", "private:a*", "private:", "orders", "secret:x"})
    void whatIsNoChannelIsABadChannel(String channel) {
        post("{\"user\":\"ann\",\"channel\":\"" + channel + "\"}")
                .statusCode(400)
                .body("code", equalTo("bad-channel"))
                .body("errors.field", contains("channel"));
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        post("{\"user\":\"a b\",\"ttl\":0}")
                .statusCode(400)
                .body("code", equalTo("validation"))
                .body("errors.field", containsInAnyOrder("user", "channel", "ttl"));
        post("{").statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void aGrantIsTakenForNothingElse() {
        String grant =
                post("{\"user\":\"ann\",\"channel\":\"private:a\"}").extract().path("token");
        assertThat(Tokens.verifier().connection(grant).toCompletableFuture().join())
                .isInstanceOf(Verdict.Refused.class);
        assertThat(Tokens.verifier().service(grant).toCompletableFuture().join())
                .isInstanceOf(Verdict.Refused.class);
        assertThat(Tokens.verifier()
                        .grant(Tokens.connection("{\"user\":\"ann\"}"))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(Verdict.Refused.class);
        Tokens.post("/v1/grants", Tokens.bearer(grant), "{}").statusCode(401).body("code", equalTo("token-invalid"));
    }

    @Test
    void whoeverAsksMustSayWhoTheyAreAndHaveTheScope() {
        Tokens.post("/v1/grants", given(), "{}").statusCode(401).body("code", equalTo("token-missing"));
        Tokens.post("/v1/grants", Tokens.basic("demo", "wrong"), "{}")
                .statusCode(401)
                .body("code", equalTo("token-invalid"));
        Tokens.post("/v1/grants", Tokens.basic("narrow", TestClients.NARROW_SECRET), "{}")
                .statusCode(403)
                .body("code", equalTo("scope-missing"));
    }

    private static ValidatableResponse post(String body) {
        return Tokens.post("/v1/grants", Tokens.basic("demo", TestClients.SECRET), body);
    }
}
