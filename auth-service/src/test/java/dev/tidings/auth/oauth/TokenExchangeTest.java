package dev.tidings.auth.oauth;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.tidings.auth.Eventually;
import dev.tidings.auth.LogCapture;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.TestProvider;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.channel.ChannelPattern;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.DisabledOnIntegrationTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(TestClients.class)
@WithTestResource(TestProvider.class)
class TokenExchangeTest {

    private static final String GRANT = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    /** One for all tests: at most every ten seconds is another one looked for. */
    private static final PublicJsonWebKey RSA = TestProvider.rsa("rsa");

    private static final PublicJsonWebKey EC = TestProvider.ec("ec");

    @BeforeEach
    void publish() {
        TestProvider.publish(directory(), "web", RSA);
        TestProvider.publish(directory(), "file", EC);
        Eventually.holds(() -> exchange(ann()).extract().statusCode() == 200);
    }

    @Test
    void aUsersTokenBecomesAConnectionTokenOfTheIssuersApp() {
        String token = exchange(ann())
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("Access-Control-Allow-Origin", "*")
                .body("issued_token_type", equalTo(JWT))
                .body("token_type", equalTo("N_A"))
                .body("expires_in", equalTo(60))
                .body("scope", nullValue())
                .extract()
                .path("access_token");
        ConnectionToken connection = accepted(token);
        assertThat(connection.app()).isEqualTo("demo");
        assertThat(connection.user()).isEqualTo("ann");
        assertThat(connection.channels()).extracting(ChannelPattern::text).containsExactly("private:orders.*");
        assertThat(connection.publish()).extracting(ChannelPattern::text).containsExactly("presence:doc.*");
        assertThat(connection.connectionExpiresAt())
                .isEqualTo(connection.issuedAt().plusSeconds(7200));
    }

    @ParameterizedTest
    @CsvSource({
        "urn:ietf:params:oauth:token-type:jwt,",
        "urn:ietf:params:oauth:token-type:id_token,urn:ietf:params:oauth:token-type:jwt",
        "urn:ietf:params:oauth:token-type:access_token,urn:ietf:params:oauth:token-type:access_token"
    })
    void everyTypeThatIsAJwtIsTaken(String subjectType, String requested) {
        String more = requested == null ? "" : "&requested_token_type=" + requested;
        boolean access = requested != null && requested.endsWith("access_token");
        form(GRANT + "&subject_token=" + ann() + "&subject_token_type=" + subjectType + more)
                .statusCode(200)
                .body("issued_token_type", equalTo(requested == null ? JWT : requested))
                .body("token_type", equalTo(access ? "Bearer" : "N_A"));
    }

    @Test
    void theClaimThatNamesTheUserAndTheAppAreTheIssuers() {
        Eventually.holds(() -> exchange(staff("bob@example.com")).extract().statusCode() == 200);
        ConnectionToken token =
                accepted(exchange(staff("bob@example.com")).extract().path("access_token"));
        assertThat(token.app()).isEqualTo("other");
        assertThat(token.user()).isEqualTo("bob@example.com");
        assertThat(token.channels()).isEmpty();
        assertThat(token.connectionExpiresAt()).isEqualTo(token.issuedAt().plusSeconds(3600));
    }

    @Test
    void oneProviderServesSeveralAppsByAudience() {
        String third = sign(TestProvider.claims(TestProvider.WEB, "third-web", "ann"));
        assertThat(accepted(exchange(third).extract().path("access_token")).app())
                .isEqualTo("third");
        JwtClaims both = TestProvider.claims(TestProvider.WEB, "", "ann");
        both.setAudience(TestProvider.AUDIENCE, "third-web");
        refused(exchange(sign(both)), "invalid_request");
        both.setAudience("somebody", TestProvider.AUDIENCE);
        exchange(sign(both)).statusCode(200);
    }

    @Test
    void aClientThatAuthenticatesMustBeOfThatApp() {
        String form = GRANT + "&subject_token=" + ann() + "&subject_token_type=" + JWT;
        Tokens.form(Tokens.basic("demo", TestClients.SECRET), form).statusCode(200);
        refused(Tokens.form(Tokens.basic("narrow", TestClients.NARROW_SECRET), form), "unauthorized_client");
        Tokens.form(Tokens.basic("demo", "wrong"), form).statusCode(401).body("error", equalTo("invalid_client"));
        form(form + "&client_secret=demo-secret").statusCode(401).body("error", equalTo("invalid_client"));
        form(form + "&client_id=some-page").statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&subject_token_type=" + JWT,
                "&subject_token=x",
                "&subject_token=x&subject_token_type=" + JWT,
                "&subject_token=a.b.c&subject_token_type=" + JWT,
                "&subject_token=SUBJECT&subject_token_type=urn:ietf:params:oauth:token-type:saml2",
                "&subject_token=SUBJECT&subject_token_type=" + JWT + "&requested_token_type=urn:other",
                "&subject_token=SUBJECT&subject_token_type=" + JWT
                        + "&requested_token_type=urn:ietf:params:oauth:token-type:id_token",
                "&subject_token=SUBJECT&subject_token_type=" + JWT + "&actor_token=x&actor_token_type=" + JWT,
                "&subject_token=SUBJECT&subject_token_type=" + JWT + "&actor_token_type=" + JWT,
                "&subject_token=SUBJECT&subject_token=SUBJECT&subject_token_type=" + JWT
            })
    void aRequestThatIsNotOneIsRefused(String parameters) {
        refused(form(GRANT + parameters.replace("SUBJECT", ann())), "invalid_request");
    }

    @Test
    void onlyTokensForUsAreIssued() {
        String form = GRANT + "&subject_token=" + ann() + "&subject_token_type=" + JWT;
        refused(form(form + "&audience=somebody-else"), "invalid_target");
        refused(form(form + "&resource=https://elsewhere.example.com"), "invalid_target");
        refused(form(form + "&scope=tokens:issue"), "invalid_scope");
        form(form + "&audience=tidings&resource=" + URLEncoder.encode(Tokens.ISSUER, StandardCharsets.UTF_8))
                .statusCode(200);
    }

    @Test
    void whatIsNotOfATrustedIssuerForUsIsRefused() {
        refused(exchange(sign(TestProvider.claims("https://evil.example.com", TestProvider.AUDIENCE, "ann"))));
        refused(exchange(sign(TestProvider.claims(TestProvider.WEB, "another-site", "ann"))));
        // A key of one issuer says nothing for another.
        refused(exchange(sign(TestProvider.claims(TestProvider.FILE, "intranet", "ann"))));
        refused(exchange(
                TestProvider.sign(EC, "ES256", TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"))));
        // Our own tokens are not exchanged for longer ones.
        refused(exchange(Tokens.connection("{\"user\":\"ann\"}")));
        refused(exchange(Tokens.service()));
    }

    @Test
    void aForgedTokenIsRefused() throws JoseException {
        String good = ann();
        String[] parts = good.split("\\.", -1);
        String bob = encode(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"ann\"", "\"bob\""));
        refused(exchange(parts[0] + "." + bob + "." + parts[2]));
        String none = encode("{\"alg\":\"none\",\"kid\":\"rsa\"}");
        refused(exchange(none + "." + parts[1] + "."));
        refused(exchange(none + "." + parts[1] + "." + parts[2]));
        // HMAC with the public key, which everybody has.
        Key publicKey = new HmacKey(RSA.getPublicKey().getEncoded());
        refused(exchange(hmac(publicKey, TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"))));
        // A key of the same name, but not the issuer's.
        refused(exchange(TestProvider.sign(
                TestProvider.rsa("rsa"),
                "RS256",
                TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"))));
        // Of the right key, with an algorithm that is not the issuer's.
        refused(exchange(
                TestProvider.sign(RSA, "RS512", TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"))));
    }

    @Test
    void timesAreCheckedWithHalfAMinuteOfLeeway() {
        JwtClaims claims = TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann");
        claims.setIssuedAt(inSeconds(-300));
        claims.setExpirationTime(inSeconds(-20));
        exchange(sign(claims)).statusCode(200);
        claims.setExpirationTime(inSeconds(-40));
        refused(exchange(sign(claims)));
        claims.setExpirationTime(inSeconds(300));
        claims.setIssuedAt(inSeconds(20));
        exchange(sign(claims)).statusCode(200);
        claims.setIssuedAt(inSeconds(60));
        refused(exchange(sign(claims)));
        claims.setIssuedAtToNow();
        claims.setNotBefore(inSeconds(60));
        refused(exchange(sign(claims)));
        claims.unsetClaim("nbf");
        claims.unsetClaim("exp");
        refused(exchange(sign(claims)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "secevent+jwt", "connection+jwt"})
    void whatSaysThatItIsSomethingElseIsRefused(String type) {
        JwtClaims claims = TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann");
        refused(exchange(TestProvider.sign(RSA, "RS256", type, claims)));
    }

    @Test
    void aTokenThatNamesNoUserOrIsBoundToAKeyIsRefused() {
        JwtClaims claims = TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "auth0|17");
        refused(exchange(sign(claims)));
        claims.unsetClaim("sub");
        refused(exchange(sign(claims)));
        claims.setClaim("sub", 17);
        refused(exchange(sign(claims)));
        claims.setSubject("ann");
        claims.setClaim("cnf", Map.of("jkt", "x"));
        refused(exchange(sign(claims)));
        Eventually.holds(() -> exchange(staff("bob@example.com")).extract().statusCode() == 200);
        refused(exchange(TestProvider.sign(EC, "ES256", TestProvider.claims(TestProvider.FILE, "intranet", "bob"))));
    }

    @Test
    void aKeyThatTheIssuerChangedIsFetchedAndTheOldOneIsNoGood() {
        PublicJsonWebKey next = TestProvider.rsa("rsa-next");
        TestProvider.publish(directory(), "web", next);
        String token =
                TestProvider.sign(next, "RS256", TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"));
        Eventually.holds(() -> exchange(token).extract().statusCode() == 200);
        refused(exchange(ann()));
    }

    @Test
    @DisabledOnIntegrationTest("reads the log of its own process")
    void nothingOfATokenIsLoggedOrAnswered() {
        String token = sign(TestProvider.claims("https://evil.example.com", TestProvider.AUDIENCE, "eve-the-user"));
        try (LogCapture log = LogCapture.start()) {
            String answer = exchange(token).extract().asString();
            String good = exchange(ann()).extract().path("access_token");
            assertThat(answer).doesNotContain(token, "eve-the-user", "evil");
            assertThat(log.text()).doesNotContain(token, good, "eve-the-user");
        }
    }

    private static Path directory() {
        return ConfigProvider.getConfig()
                .getValue("tidings.auth.issuers-file", Path.class)
                .getParent();
    }

    private static String ann() {
        return sign(TestProvider.claims(TestProvider.WEB, TestProvider.AUDIENCE, "ann"));
    }

    private static String staff(String email) {
        JwtClaims claims = TestProvider.claims(TestProvider.FILE, "intranet", "0815");
        claims.setStringClaim("email", email);
        return TestProvider.sign(EC, "ES256", claims);
    }

    private static String sign(JwtClaims claims) {
        return TestProvider.sign(RSA, "RS256", claims);
    }

    private static String hmac(Key key, JwtClaims claims) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setKeyIdHeaderValue("rsa");
        signature.setAlgorithmHeaderValue("HS256");
        signature.setKey(key);
        signature.setPayload(claims.toJson());
        return signature.getCompactSerialization();
    }

    private static NumericDate inSeconds(long seconds) {
        NumericDate time = NumericDate.now();
        time.addSeconds(seconds);
        return time;
    }

    private static ValidatableResponse exchange(String subjectToken) {
        return form(GRANT + "&subject_token=" + subjectToken + "&subject_token_type=" + JWT);
    }

    private static ValidatableResponse form(String form) {
        RequestSpecification request = given();
        return Tokens.form(request, form);
    }

    private static void refused(ValidatableResponse response) {
        refused(response, "invalid_request");
    }

    private static void refused(ValidatableResponse response, String error) {
        response.statusCode(400)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("error", equalTo(error));
    }

    private static ConnectionToken accepted(String token) {
        Verdict<ConnectionToken> verdict =
                Tokens.verifier().connection(token).toCompletableFuture().join();
        assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
        return ((Verdict.Accepted<ConnectionToken>) verdict).token();
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
