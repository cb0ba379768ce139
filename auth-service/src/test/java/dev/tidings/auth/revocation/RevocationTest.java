package dev.tidings.auth.revocation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import dev.tidings.auth.TestClients;
import dev.tidings.auth.TestLog;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.revocation.Revocation;
import dev.tidings.contract.revocation.RevocationRecord;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestClients.class)
@WithTestResource(TestLog.class)
class RevocationTest {

    @Test
    void theLogHasItBeforeTheAnswer() {
        String token = Tokens.connection("{\"user\":\"ann\"}");
        Instant issuedAt =
                Instant.ofEpochSecond(Tokens.claims(token).path("iat").longValue());
        String session = Tokens.claims(token).path("sid").textValue();
        post("{\"user\":\"ann\",\"app\":\"other\"}").statusCode(202).body(emptyString());
        assertThat(written())
                .anySatisfy(read -> assertThat(covers(read, "demo", "ann", session, issuedAt))
                        .isTrue());
        assertThat(written())
                .noneSatisfy(read -> assertThat(covers(read, "demo", "ann", session, issuedAt.plusSeconds(10)))
                        .isTrue());
    }

    @Test
    void aSessionCanBeRevokedAlone() {
        String token = Tokens.connection("{\"user\":\"bob\"}");
        Instant issuedAt =
                Instant.ofEpochSecond(Tokens.claims(token).path("iat").longValue());
        String session = Tokens.claims(token).path("sid").textValue();
        post("{\"user\":\"bob\",\"session\":\"" + session + "\"}").statusCode(202);
        assertThat(written())
                .anySatisfy(read -> assertThat(covers(read, "demo", "bob", session, issuedAt))
                        .isTrue());
        assertThat(written())
                .noneSatisfy(read -> assertThat(covers(read, "demo", "bob", "another", issuedAt))
                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user\":\"ann\",\"session\":\"a/b\"}", "{\"user\":\"ann\",\"session\":7}"})
    void whatIsNoSessionIsRefused(String body) {
        post(body).statusCode(400).body("code", equalTo("validation")).body("errors.field", contains("session"));
    }

    @Test
    void allFaultsAreNamedAtOnce() {
        post("{\"user\":\"a/b\",\"session\":\"\"}")
                .statusCode(400)
                .body("errors.field", containsInAnyOrder("user", "session"));
        post("{}").statusCode(400).body("errors.field", contains("user"));
        post("nothing").statusCode(400).body("code", equalTo("malformed"));
    }

    @Test
    void whoeverAsksMustSayWhoTheyAreAndHaveTheScope() {
        revoke(given(), 401, "token-missing");
        revoke(Tokens.basic("demo", "wrong"), 401, "token-invalid");
        revoke(Tokens.bearer(Tokens.connection("{\"user\":\"ann\"}")), 401, "token-invalid");
        revoke(Tokens.basic("narrow", TestClients.NARROW_SECRET), 403, "scope-missing");
        String narrowed = Tokens.form(
                        Tokens.basic("demo", TestClients.SECRET), "grant_type=client_credentials&scope=tokens:issue")
                .extract()
                .path("access_token");
        revoke(Tokens.bearer(narrowed), 403, "scope-missing");
    }

    private static void revoke(io.restassured.specification.RequestSpecification request, int status, String code) {
        Tokens.post("/v1/revocations", request, "{\"user\":\"nobody\"}")
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static boolean covers(
            RevocationRecord.Read read, String app, String user, String session, Instant issuedAt) {
        return read instanceof RevocationRecord.Read.Valid(Revocation value)
                && value.covers(app, user, session, issuedAt);
    }

    private static List<RevocationRecord.Read> written() {
        return TestLog.revocations(ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class));
    }

    private static ValidatableResponse post(String body) {
        return Tokens.post("/v1/revocations", Tokens.basic("demo", TestClients.SECRET), body);
    }
}
