package dev.tidings.client.transport;

import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** By the JDK's own HTTP client. Immutable; safe for use by any thread. */
public final class JdkTransport implements Transport {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http;

    private JdkTransport(HttpClient http) {
        this.http = http;
    }

    /** With one client for all of this process, made when first asked for. */
    public static JdkTransport shared() {
        return Shared.TRANSPORT;
    }

    private static final class Shared {
        static final JdkTransport TRANSPORT =
                of(HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build());
    }

    /** With a client that is there already, with its proxy, its TLS and its executor. */
    public static JdkTransport of(HttpClient http) {
        return new JdkTransport(Objects.requireNonNull(http));
    }

    @Override
    public CompletableFuture<Response> send(Request request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .timeout(request.timeout())
                .method(
                        request.method(),
                        request.body().isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        if ("http".equalsIgnoreCase(request.uri().getScheme())) {
            // Without TLS the JDK would ask for HTTP/2 by an upgrade, which some proxies take for a WebSocket's.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        return http.sendAsync(builder.build(), any -> new LimitedBody(MAX_CHARS))
                .thenApply(answer -> new Response(
                        answer.statusCode(),
                        lowerCase(answer.headers()),
                        new String(answer.body(), StandardCharsets.UTF_8)))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(told(causeOf(failure))));
    }

    @Override
    public CompletableFuture<Socket> open(Opening opening, Listener listener) {
        WebSocket.Builder builder =
                http.newWebSocketBuilder().connectTimeout(opening.timeout()).subprotocols(opening.subprotocol());
        opening.headers().forEach(builder::header);
        JdkSocket socket = new JdkSocket(listener);
        return builder.buildAsync(opening.uri(), socket)
                .<Socket>thenApply(socket::on)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(withAnswer(causeOf(failure))));
    }

    private static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    /** As everywhere: who was never reached is a failure to connect, however long that took. */
    private static Throwable told(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException late) {
            ConnectException failure = new ConnectException(late.getMessage());
            failure.initCause(late);
            return failure;
        }
        return cause;
    }

    private static Throwable withAnswer(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused) {
            HttpResponse<?> answer = refused.getResponse();
            String body = answer.body() instanceof String text ? text : "";
            return new HandshakeRefusedException(new Response(answer.statusCode(), lowerCase(answer.headers()), body));
        }
        return told(cause);
    }

    /** Of a header that is there twice, the first. */
    private static Map<String, String> lowerCase(HttpHeaders headers) {
        Map<String, String> names = new HashMap<>();
        headers.map().forEach((name, values) -> names.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return names;
    }
}
