package dev.tidings.auth.client;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What guessing comes to, from several addresses: this service trusts its proxy, which is the test. */
@QuarkusTest
@WithTestResource(TestClients.class)
@TestProfile(LimitsTest.AsInProduction.class)
class LimitsTest {

    public static final class AsInProduction implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "tidings.auth.limits.free-per-address", "8",
                    "tidings.auth.limits.free-per-client-and-address", "3",
                    "tidings.auth.limits.free-per-client", "12",
                    "tidings.auth.limits.exchanges-per-second", "1",
                    "tidings.auth.limits.exchanges-burst", "5",
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true");
        }
    }

    @Test
    void guessingIsSlowedDownAndKnownAndUnknownClientsLookTheSame() {
        for (String client : new String[] {"demo", "nobody"}) {
            String address = client.equals("demo") ? "10.0.0.1" : "10.0.0.2";
            for (int i = 0; i < 4; i++) {
                form(client, "wrong", address).statusCode(401);
            }
            limited(() -> form(client, "wrong", address));
            limited(() -> Tokens.post(from(client, "wrong", address), "{}"));
        }
    }

    @Test
    void guessingAtManyClientsIsSlowedDownToo() {
        for (int i = 0; i < 9; i++) {
            form("client" + i, "wrong", "10.0.1.1").statusCode(401);
        }
        limited(() -> form("one-more", "wrong", "10.0.1.1"));
        form("one-more", "wrong", "10.0.1.2").statusCode(401);
    }

    @Test
    void aRightClientIsNeverLockedOutBySomebodyElse() {
        form("narrow", TestClients.NARROW_SECRET, "10.0.2.1").statusCode(200);
        int limited = 0;
        for (int i = 0; i < 20; i++) {
            int status = form("narrow", "wrong" + i, "10.0.3." + i).extract().statusCode();
            limited += status == 429 ? 1 : 0;
        }
        assertThat(limited).isPositive();
        // Cached, from anywhere; and where its cache is lost, from where it has succeeded before.
        form("narrow", TestClients.NARROW_SECRET, "10.0.2.1").statusCode(200);
        form("narrow", TestClients.NARROW_SECRET, "10.0.3.0").statusCode(200);
        form("narrow", "mistyped-once", "10.0.2.1").statusCode(401);
    }

    @Test
    void exchangesNeedNoSecretAndAreCountedForTheAddress() {
        for (int i = 0; i < 5; i++) {
            exchange("10.0.4.1").statusCode(400).body("error", equalTo("invalid_request"));
        }
        limited(() -> exchange("10.0.4.1"));
        exchange("10.0.4.2").statusCode(400);
    }

    private static ValidatableResponse exchange(String address) {
        return Tokens.form(
                given().header("X-Forwarded-For", address),
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x"
                        + "&subject_token_type=urn:ietf:params:oauth:token-type:jwt");
    }

    /** Soon, whatever time a hash takes on this machine: waits double, and a bucket fills slowly. */
    private static void limited(Supplier<ValidatableResponse> attempt) {
        for (int i = 0; i < 30; i++) {
            ValidatableResponse response = attempt.get();
            if (response.extract().statusCode() == 429) {
                response.contentType("application/problem+json")
                        .header("Retry-After", notNullValue())
                        .body("code", equalTo("rate-limited"));
                return;
            }
        }
        throw new AssertionError("was never limited");
    }

    private static ValidatableResponse form(String client, String secret, String address) {
        return Tokens.form(from(client, secret, address), "grant_type=client_credentials");
    }

    private static RequestSpecification from(String client, String secret, String address) {
        return Tokens.basic(client, secret).header("X-Forwarded-For", address);
    }
}
