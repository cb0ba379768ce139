package dev.tidings.auth.client;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.token.Claim;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the running service refuses to take for a service token, though much of it is right: even its own signature. */
@QuarkusTest
@WithTestResource(TestClients.class)
class RefusalsTest {

    @ConfigProperty(name = "tidings.auth.keys-file")
    Path file;

    private PublicJsonWebKey key;

    @BeforeEach
    void readTheServicesOwnKey() throws Exception {
        key = (PublicJsonWebKey)
                new JsonWebKeySet(Files.readString(file)).getJsonWebKeys().getFirst();
    }

    @Test
    void aGoodOneIsAccepted() throws Exception {
        ask(sign(claims -> {})).statusCode(200);
    }

    @Test
    void timesAreCheckedWithHalfAMinuteOfLeeway() throws Exception {
        ask(sign(claims -> times(claims, -900, -20))).statusCode(200);
        refused(sign(claims -> times(claims, -900, -40)), "token-expired");
        ask(sign(claims -> times(claims, 20, 900))).statusCode(200);
        refused(sign(claims -> times(claims, 60, 900)), "token-invalid");
    }

    @Test
    void issuerAudienceAppAndClientMustBeOurs() throws Exception {
        refused(sign(claims -> claims.setIssuer("https://elsewhere.test")), "token-invalid");
        refused(sign(claims -> claims.setAudience("elsewhere")), "token-invalid");
        refused(sign(claims -> claims.setStringClaim(Claim.APP, "other")), "token-invalid");
        refused(sign(claims -> claims.setSubject("nobody")), "token-invalid");
    }

    @Test
    void aScopeThatTheClientDoesNotHaveIsNotGivenByItsToken() throws Exception {
        String token = sign(claims -> {
            claims.setSubject("narrow");
            claims.setStringClaim(Claim.APP, "other");
        });
        ask(token).statusCode(403).body("code", equalTo("scope-missing"));
    }

    @Test
    void aForgedOneIsRefused() throws Exception {
        String[] good = sign(claims -> {}).split("\\.", -1);
        String altered = encode(new String(Base64.getUrlDecoder().decode(good[1]), StandardCharsets.UTF_8)
                .replace("\"demo\"", "\"root\""));
        String none = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + key.getKeyId() + "\"}");
        JsonWebSignature hmac = signature(goodClaims());
        hmac.setAlgorithmHeaderValue("HS256");
        hmac.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        PublicJsonWebKey another = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        JsonWebSignature ofAnother = signature(goodClaims());
        ofAnother.setKey(another.getPrivateKey());
        JsonWebSignature unknown = signature(goodClaims());
        unknown.setKeyIdHeaderValue("unknown");
        for (String forged : List.of(
                good[0] + "." + altered + "." + good[2],
                none + "." + good[1] + ".",
                none + "." + good[1] + "." + good[2],
                hmac.getCompactSerialization(),
                ofAnother.getCompactSerialization(),
                unknown.getCompactSerialization())) {
            Tokens.post(given().header("Authorization", "Bearer " + forged), "{}")
                    .statusCode(401)
                    .body("code", equalTo("token-invalid"));
        }
    }

    @Test
    void anotherKindIsRefused() throws Exception {
        for (String type : List.of("connection+jwt", "grant+jwt", "JWT")) {
            JsonWebSignature other = signature(goodClaims());
            other.setHeader("typ", type);
            refused(other.getCompactSerialization(), "token-invalid");
        }
        refused(Tokens.connection("{\"user\":\"demo\"}"), "token-invalid");
    }

    private static io.restassured.response.ValidatableResponse ask(String token) {
        return Tokens.post(Tokens.bearer(token), "{\"user\":\"ann\"}");
    }

    private static void refused(String token, String code) {
        ask(token)
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", startsWith("Bearer realm=\"tidings\", error=\"invalid_token\""))
                .body("code", equalTo(code));
    }

    private String sign(Consumer<JwtClaims> change) throws Exception {
        JwtClaims claims = goodClaims();
        change.accept(claims);
        return signature(claims).getCompactSerialization();
    }

    private JsonWebSignature signature(JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", "at+jwt");
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue("ES256");
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return signature;
    }

    private static JwtClaims goodClaims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(Tokens.ISSUER);
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("demo");
        claims.setStringClaim(Claim.APP, "demo");
        claims.setStringClaim(Claim.SCOPE, "tokens:issue");
        times(claims, 0, 900);
        return claims;
    }

    private static void times(JwtClaims claims, long issued, long expires) {
        claims.setIssuedAt(in(issued));
        claims.setExpirationTime(in(expires));
    }

    private static NumericDate in(long seconds) {
        NumericDate time = NumericDate.now();
        time.addSeconds(seconds);
        return time;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
