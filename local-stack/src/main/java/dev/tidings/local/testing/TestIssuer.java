package dev.tidings.local.testing;

import com.sun.net.httpserver.HttpServer;
import dev.tidings.contract.token.Claim;
import dev.tidings.contract.token.TokenKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Signs tokens for the tests of a service that checks them, and publishes its key as auth-service would. Whoever holds
 * {@link #privateKey()} signs the same in another class loader. Immutable; safe for use by any thread.
 */
public final class TestIssuer implements AutoCloseable {

    public static final String ISSUER = "http://localhost:8080";

    private final PublicJsonWebKey key;
    private final HttpServer jwks;

    private TestIssuer(PublicJsonWebKey key, HttpServer jwks) {
        this.key = key;
        this.jwks = jwks;
    }

    /** Publishes a new key on loopback until it is closed. */
    public static TestIssuer start() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(UUID.randomUUID().toString());
            key.setAlgorithm(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
            key.setUse("sig");
            byte[] published = ("{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}")
                    .getBytes(StandardCharsets.UTF_8);
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/.well-known/jwks.json", exchange -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, published.length);
                exchange.getResponseBody().write(published);
                exchange.close();
            });
            server.start();
            return new TestIssuer(key, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the key is published. */
    public String jwksUrl() {
        return "http://127.0.0.1:" + jwks.getAddress().getPort() + "/.well-known/jwks.json";
    }

    /** For {@link Signer#of}. */
    public String privateKey() {
        return key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }

    @Override
    public void close() {
        jwks.stop(0);
    }

    /** Makes claims and signs them. Immutable. */
    public record Signer(PublicJsonWebKey key) {

        public static Signer of(String privateKey) {
            try {
                return new Signer(PublicJsonWebKey.Factory.newPublicJwk(privateKey));
            } catch (JoseException e) {
                throw new IllegalArgumentException("not a private key", e);
            }
        }

        public String connectionToken(String app, String user, String... channels) {
            return sign(TokenKind.CONNECTION, connectionClaims(app, user, channels));
        }

        public String serviceToken(String app, String client, String scopes) {
            JwtClaims claims = claims(app, client);
            claims.setStringClaim(Claim.SCOPE, scopes);
            claims.setStringClaim(Claim.CLIENT, client);
            return sign(TokenKind.SERVICE, claims);
        }

        /** As a good token has them, to be spoilt. */
        public static JwtClaims connectionClaims(String app, String user, String... channels) {
            JwtClaims claims = claims(app, user);
            claims.setStringClaim(Claim.SESSION, UUID.randomUUID().toString());
            claims.setClaim(
                    Claim.CONNECTION_EXPIRY,
                    Instant.now().plus(Duration.ofHours(1)).getEpochSecond());
            claims.setStringListClaim(Claim.CHANNELS, List.of(channels));
            claims.setClaim(Claim.INFO, Map.of());
            return claims;
        }

        private static JwtClaims claims(String app, String subject) {
            JwtClaims claims = new JwtClaims();
            claims.setIssuer(ISSUER);
            claims.setAudience(Claim.AUDIENCE);
            claims.setSubject(subject);
            claims.setStringClaim(Claim.APP, app);
            claims.setIssuedAtToNow();
            claims.setExpirationTimeMinutesInTheFuture(1);
            claims.setGeneratedJwtId();
            return claims;
        }

        public String sign(TokenKind kind, JwtClaims claims) {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setHeader("typ", kind.typ());
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(key.getAlgorithm());
            signature.setKey(key.getPrivateKey());
            signature.setPayload(claims.toJson());
            try {
                return signature.getCompactSerialization();
            } catch (JoseException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
