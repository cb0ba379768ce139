package dev.tidings.local.frontdoor;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page at {@code /}, and the state of the processes that it shows. */
final class Playground {

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Buffer page;
    private final String contentSecurityPolicy;
    private final Backends backends;

    Playground(Backends backends) {
        this.backends = backends;
        String html = resource("/playground/index.html");
        this.page = Buffer.buffer(html);
        // Only what the page itself holds may run or paint, named by its hash; it talks to its own origin only.
        this.contentSecurityPolicy = ("default-src 'none'; script-src %s; style-src %s; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                .formatted(hashOf(html, "script"), hashOf(html, "style"));
    }

    void serve(Route.Content content, HttpServerRequest request) {
        HttpServerResponse response = request.response();
        if (!READING.contains(request.method())) {
            response.putHeader("Allow", "GET, HEAD");
            DoorProblem.METHOD_NOT_ALLOWED.send(response);
            return;
        }
        response.putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cache-Control", "no-store");
        switch (content) {
            case PLAYGROUND ->
                response.putHeader("Content-Type", "text/html; charset=utf-8")
                        .putHeader("Content-Security-Policy", contentSecurityPolicy)
                        .end(page);
            case PLAYGROUND_STATUS ->
                response.putHeader("Content-Type", "application/json").end(backends.statusJson());
        }
    }

    private static String hashOf(String html, String element) {
        Matcher matcher = Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
                .matcher(html);
        if (!matcher.find()) {
            throw new IllegalStateException("the playground has no <" + element + ">");
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String path) {
        try (InputStream in = Playground.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
