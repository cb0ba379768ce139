package dev.tidings.auth.client;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                    "quarkus.http.proxy.proxy-address-forwarding", "true",
                    "quarkus.http.proxy.allow-x-forwarded", "true");
        }
    }

    @Test
    void guessingIsSlowedDownAndKnownAndUnknownClientsLookTheSame() {
        List<Integer> known = statuses("demo", "10.0.0.1");
        List<Integer> unknown = statuses("nobody", "10.0.0.2");
        assertThat(known).containsSubsequence(401, 401, 401, 401).endsWith(429).isEqualTo(unknown);
        form("demo", "wrong", "10.0.0.1")
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("rate-limited"));
        Tokens.post(from("demo", "wrong", "10.0.0.1"), "{}").statusCode(429).body("code", equalTo("rate-limited"));
    }

    @Test
    void guessingAtManyClientsIsSlowedDownToo() {
        for (int i = 0; i < 9; i++) {
            form("client" + i, "wrong", "10.0.1.1").statusCode(401);
        }
        form("one-more", "wrong", "10.0.1.1").statusCode(429);
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

    private static List<Integer> statuses(String client, String address) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            statuses.add(form(client, "wrong", address).extract().statusCode());
        }
        return statuses;
    }

    private static ValidatableResponse form(String client, String secret, String address) {
        return Tokens.form(from(client, secret, address), "grant_type=client_credentials");
    }

    private static RequestSpecification from(String client, String secret, String address) {
        return Tokens.basic(client, secret).header("X-Forwarded-For", address);
    }
}
