package dev.tidings.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.auth.Eventually;
import dev.tidings.auth.TestClients;
import dev.tidings.auth.Tokens;
import dev.tidings.contract.token.PublishedKeys;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;

/** Keys rotate twice, in one step each, while a hundred tokens a second are made and checked as an edge checks them. */
@QuarkusTest
@WithTestResource(TestClients.class)
@TestProfile(RotationUnderLoadTest.OwnService.class)
class RotationUnderLoadTest {

    /** Of its own, because it changes the keys that others count. */
    public static final class OwnService implements QuarkusTestProfile {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String BODY = "{\"user\":\"ann\"}";

    @ConfigProperty(name = "tidings.auth.keys-file")
    Path file;

    @TestHTTPResource("/")
    URI service;

    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<String> refusals = ConcurrentHashMap.newKeySet();
    private final Set<String> kids = ConcurrentHashMap.newKeySet();

    @Test
    void notOneTokenIsRefused() throws Exception {
        String before = Files.readString(file).replaceAll("(?s).*\\{\"keys\":\\[(.*)]}.*", "$1");
        String second = key(EcJwkGenerator.generateJwk(EllipticCurves.P256), "second", "ES256");
        String third = key(RsaJwkGenerator.generateJwk(2048), "third", "RS256");
        try (PublishedKeys keys =
                        PublishedKeys.poll(service.resolve("/.well-known/jwks.json"), Duration.ofMillis(500));
                ScheduledExecutorService load = Executors.newScheduledThreadPool(8)) {
            TokenVerifier verifier = new TokenVerifier(Tokens.ISSUER, keys);
            load.scheduleAtFixedRate(() -> mintAndCheck(verifier), 0, 10, TimeUnit.MILLISECONDS);
            Eventually.holds(() -> accepted.get() > 100);
            replace(retired(before), signing(second));
            Eventually.holds(() -> kids.contains("second"));
            int atSecond = accepted.get();
            Eventually.holds(() -> accepted.get() > atSecond + 100);
            replace(retired(before), retired(second), signing(third));
            Eventually.holds(() -> kids.contains("third"));
            int atThird = accepted.get();
            Eventually.holds(() -> accepted.get() > atThird + 100);
        }
        assertThat(refusals).isEmpty();
        assertThat(kids).hasSize(3);
    }

    private void mintAndCheck(TokenVerifier verifier) {
        try {
            String token = mint();
            kids.add(Tokens.header(token).path("kid").textValue());
            if (verifier.connection(token).toCompletableFuture().get(10, TimeUnit.SECONDS)
                    instanceof Verdict.Accepted) {
                accepted.incrementAndGet();
            } else {
                refusals.add("refused: " + Tokens.header(token));
            }
        } catch (Exception e) {
            refusals.add(e.toString());
        }
    }

    private String mint() throws Exception {
        String basic = Base64.getEncoder().encodeToString("demo:demo-secret".getBytes(StandardCharsets.US_ASCII));
        HttpRequest request = HttpRequest.newBuilder(service.resolve("/v1/tokens"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        String answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return answer.replaceAll(".*\"token\":\"([^\"]*)\".*", "$1");
    }

    private void replace(String... keys) throws Exception {
        Path draft = file.resolveSibling("draft.json");
        Files.writeString(draft, "{\"keys\":[" + String.join(",", keys) + "]}");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String key(PublicJsonWebKey key, String kid, String algorithm) {
        key.setKeyId(kid);
        key.setAlgorithm(algorithm);
        key.setOtherParameter("state", "signing");
        return key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }

    private static String signing(String key) {
        return key;
    }

    private static String retired(String key) {
        return key.replace("\"state\":\"signing\"", "\"state\":\"retired\"");
    }
}
