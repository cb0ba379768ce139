package dev.tidings.auth;

import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/**
 * Identity providers of others: one that publishes its keys over HTTP, for the app demo, and one whose keys are in a file,
 * for the app other. What they publish stands in files beside the issuers file, so that a test can change it.
 */
public final class TestProvider implements QuarkusTestResourceLifecycleManager {

    public static final String WEB = "https://id.example.com";
    public static final String FILE = "https://staff.example.com/realm";
    public static final String AUDIENCE = "shop-web";

    private static final PublicJsonWebKey NONE_YET = rsa("not-used");

    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            Path directory =
                    Files.createTempDirectory(Path.of("target"), "issuers").toAbsolutePath();
            publish(directory, "web", NONE_YET);
            publish(directory, "file", NONE_YET);
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks", exchange -> {
                byte[] body = Files.readAllBytes(directory.resolve("web.json"));
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            Path issuers = Files.writeString(
                    directory.resolve("issuers.json"),
                    issuers(server.getAddress().getPort()));
            return Map.of("tidings.auth.issuers-file", issuers.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static String issuers(int port) {
        return """
                {"issuers":[
                  {"issuer":"%s","app":"demo","audiences":["%s","shop-app"],"jwksUrl":"http://127.0.0.1:%d/jwks",
                   "channels":["private:orders.*"],"publish":["presence:doc.*"],"connectionTtl":7200},
                  {"issuer":"%s","app":"other","audiences":["intranet"],"jwksFile":"file.json","userClaim":"email",
                   "algorithms":["ES256"]},
                  {"issuer":"%s","app":"third","audiences":["third-web"],"jwksUrl":"http://127.0.0.1:%d/jwks"}]}
                """.formatted(WEB, AUDIENCE, port, FILE, WEB, port);
    }

    /** Whether over HTTP or not, these keys and no others from now on. */
    public static void publish(Path directory, String name, PublicJsonWebKey... keys) {
        String all = Arrays.stream(keys)
                .map(key -> key.toJson(OutputControlLevel.PUBLIC_ONLY))
                .collect(Collectors.joining(","));
        try {
            Files.writeString(directory.resolve(name + ".json"), "{\"keys\":[" + all + "]}", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As most providers publish them: without an algorithm. */
    public static PublicJsonWebKey rsa(String kid) {
        try {
            return named(RsaJwkGenerator.generateJwk(2048), kid);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public static PublicJsonWebKey ec(String kid) {
        try {
            return named(EcJwkGenerator.generateJwk(EllipticCurves.P256), kid);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PublicJsonWebKey named(PublicJsonWebKey key, String kid) {
        key.setKeyId(kid);
        key.setUse("sig");
        return key;
    }

    /** As a good ID token has them, to be spoilt. */
    public static JwtClaims claims(String issuer, String audience, String user) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience(audience);
        claims.setSubject(user);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(5);
        return claims;
    }

    public static String sign(PublicJsonWebKey key, String algorithm, JwtClaims claims) {
        return sign(key, algorithm, "JWT", claims);
    }

    public static String sign(PublicJsonWebKey key, String algorithm, String type, JwtClaims claims) {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setHeader("typ", type);
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(algorithm);
        signature.setKey(key.getPrivateKey());
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
