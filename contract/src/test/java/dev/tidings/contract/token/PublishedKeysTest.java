package dev.tidings.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys are fetched over a real socket; what can't be had is not waited for, and what is had is kept. */
class PublishedKeysTest {

    private static final Duration SELDOM = Duration.ofHours(1);

    private final AtomicInteger fetches = new AtomicInteger();
    private HttpServer server;
    private volatile String jwks = "{\"keys\":[]}";

    @BeforeEach
    void publish() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            fetches.incrementAndGet();
            byte[] body = jwks.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aKeyThatIsNotKnownYetIsFetchedAndTheTokenGood() throws Exception {
        EllipticCurveJsonWebKey first = key("first");
        jwks = published(first);
        try (PublishedKeys keys = PublishedKeys.poll(uri(), SELDOM)) {
            TokenVerifier verifier = new TokenVerifier("https://issuer", keys);
            assertThat(verify(verifier, first)).isInstanceOf(Verdict.Accepted.class);
            EllipticCurveJsonWebKey second = key("second");
            jwks = published(first, second);
            assertThat(verify(verifier, second)).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void madeUpKeyIdsDoNotMakeItFetch() throws Exception {
        EllipticCurveJsonWebKey first = key("first");
        jwks = published(first);
        try (PublishedKeys keys = PublishedKeys.poll(uri(), SELDOM)) {
            TokenVerifier verifier = new TokenVerifier("https://issuer", keys);
            verify(verifier, first);
            int before = fetches.get();
            for (int i = 0; i < 100; i++) {
                assertThat(verify(verifier, key("made-up-" + i))).isInstanceOf(Verdict.Refused.class);
            }
            assertThat(fetches.get() - before).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatWasFetchedIsKeptWhileNobodyAnswers() throws Exception {
        EllipticCurveJsonWebKey first = key("first");
        jwks = published(first);
        try (PublishedKeys keys = PublishedKeys.poll(uri(), SELDOM)) {
            TokenVerifier verifier = new TokenVerifier("https://issuer", keys);
            assertThat(verify(verifier, first)).isInstanceOf(Verdict.Accepted.class);
            server.stop(0);
            assertThat(verify(verifier, key("unknown"))).isInstanceOf(Verdict.Refused.class);
            assertThat(verify(verifier, first)).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void aKeyThatLeavesItsAlgorithmOpenIsNotUsed() throws Exception {
        EllipticCurveJsonWebKey open = key("open");
        jwks = published(open).replace("\"alg\":\"ES256\"", "\"use\":\"sig\"");
        try (PublishedKeys keys = PublishedKeys.poll(uri(), SELDOM)) {
            assertThat(verify(new TokenVerifier("https://issuer", keys), open)).isInstanceOf(Verdict.Refused.class);
        }
    }

    private static Verdict<ConnectionToken> verify(TokenVerifier verifier, EllipticCurveJsonWebKey key)
            throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer("https://issuer");
        claims.setAudience(Claim.AUDIENCE);
        claims.setSubject("ann");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(1);
        claims.setStringClaim(Claim.APP, "demo");
        claims.setStringClaim(Claim.SESSION, "s");
        claims.setClaim(Claim.CONNECTION_EXPIRY, 4_000_000_000L);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", TokenKind.CONNECTION.typ());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue("ES256");
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        return verifier.connection(signature.getCompactSerialization())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static EllipticCurveJsonWebKey key(String id) throws Exception {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(id);
        key.setAlgorithm("ES256");
        return key;
    }

    private static String published(EllipticCurveJsonWebKey... keys) {
        return "{\"keys\":["
                + java.util.Arrays.stream(keys)
                        .map(key -> key.toJson(OutputControlLevel.PUBLIC_ONLY))
                        .collect(java.util.stream.Collectors.joining(","))
                + "]}";
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }
}
