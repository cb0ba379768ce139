package dev.tidings.auth;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.VerificationKeys;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** Asks the running service for tokens, and checks them as the other services do: by nothing but its JWKS. */
public final class Tokens {

    public static final String ISSUER = "https://tidings.test";

    private Tokens() {}

    public static String service() {
        return form(basic("demo", TestClients.SECRET), "grant_type=client_credentials")
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    public static String connection(String body) {
        return post(bearer(service()), body).statusCode(200).extract().path("token");
    }

    public static ValidatableResponse form(RequestSpecification request, String form) {
        return request.contentType("application/x-www-form-urlencoded")
                .body(form)
                .post("/oauth2/token")
                .then();
    }

    public static ValidatableResponse post(RequestSpecification request, String body) {
        return post("/v1/tokens", request, body);
    }

    public static ValidatableResponse post(String path, RequestSpecification request, String body) {
        return request.contentType("application/json").body(body).post(path).then();
    }

    public static RequestSpecification basic(String id, String secret) {
        return given().auth().preemptive().basic(id, secret);
    }

    public static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    public static TokenVerifier verifier() {
        return new TokenVerifier(
                ISSUER, new Jwks(given().get("/.well-known/jwks.json").asString()));
    }

    public static JsonNode header(String token) {
        return part(token, 0);
    }

    public static JsonNode claims(String token) {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) {
        try {
            return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Jwks(String json) implements VerificationKeys {
        @Override
        public Optional<PublicJsonWebKey> find(String kid) {
            try {
                return new JsonWebKeySet(json)
                        .getJsonWebKeys().stream()
                                .filter(key -> key.getKeyId().equals(kid))
                                .map(PublicJsonWebKey.class::cast)
                                .findFirst();
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletionStage<Void> refetch() {
            return CompletableFuture.completedStage(null);
        }
    }
}
