package dev.tidings.local.frontdoor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.local.process.Ports;
import dev.tidings.local.process.StackFailure;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrontDoorTest {

    private final Vertx vertx = Vertx.vertx();
    /** With its defaults: it offers an upgrade to HTTP/2 on every plain request. */
    private final HttpClient client = HttpClient.newHttpClient();

    private final int port = Ports.free();
    private final List<Integer> ready = new ArrayList<>();
    private final List<String> switched = new CopyOnWriteArrayList<>();
    private FrontDoor door;

    @BeforeEach
    void open() {
        door = FrontDoor.open(port, new Backends() {
            @Override
            public List<Integer> readyPorts(Route.Service service) {
                return ready;
            }

            @Override
            public String statusJson() {
                return "{\"url\":null,\"processes\":[]}";
            }

            @Override
            public String connectionToken(String user) {
                return "token of " + user;
            }

            @Override
            public void kill(String edge) {
                switched.add("kill " + edge);
            }

            @Override
            public void start(String edge) {
                switched.add("start " + edge);
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void methodHeadersQueryAndBodyPassThroughAndTheCallersAddressIsAdded() throws Exception {
        backend(request -> request.body()
                .onSuccess(body -> request.response()
                        .setStatusCode(202)
                        .putHeader("X-Answer", "yes")
                        .end(String.join(
                                " ",
                                request.method().name(),
                                request.uri(),
                                request.getHeader("Host"),
                                request.getHeader("X-Question"),
                                request.getHeader("X-Forwarded-For"),
                                String.valueOf(request.getHeader("Upgrade")),
                                body.toString()))));

        HttpResponse<String> answer = client.send(
                request("/v1/feed/items/17?a=b%20c")
                        .header("X-Question", "why")
                        .header("X-Forwarded-For", "6.6.6.6")
                        .method("PATCH", BodyPublishers.ofString("the body"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("X-Answer")).contains("yes");
        assertThat(answer.body())
                .isEqualTo("PATCH /v1/feed/items/17?a=b%20c localhost:" + port + " why 127.0.0.1 null the body");
    }

    @Test
    void aBodyOfSixteenMebibytesPasses() throws Exception {
        backend(request -> request.body().onSuccess(body -> request.response().end(Integer.toString(body.length()))));

        HttpRequest large = request("/v1/notifications:batch")
                .POST(BodyPublishers.ofByteArray(new byte[16 << 20]))
                .build();

        assertThat(client.send(large, BodyHandlers.ofString()).body()).isEqualTo(Integer.toString(16 << 20));
    }

    @Test
    void aRefusalThatComesBeforeTheWholeBodyReachesTheCaller() throws Exception {
        backend(request -> request.response().setStatusCode(413).end("too large"));

        HttpRequest large = request("/v1/notifications")
                .POST(BodyPublishers.ofByteArray(new byte[4 << 20]))
                .build();

        assertThat(client.send(large, BodyHandlers.ofString()).statusCode()).isEqualTo(413);
    }

    @Test
    void edgesAreAskedInTurnAndOneThatDoesNotAnswerIsSkipped() throws Exception {
        backend(request -> request.response().end("first"));
        ready.add(Ports.free());
        backend(request -> request.response().end("second"));

        List<String> answers = new ArrayList<>();
        for (int count = 0; count < 6; count++) {
            answers.add(get("/v1/stream").body());
        }

        assertThat(answers).containsOnly("first", "second");
    }

    @Test
    void whereNobodyAnswersTheCallerIsToldInTheContractsWords() throws Exception {
        HttpResponse<String> edge = get("/v1/stream");
        assertThat(edge.statusCode()).isEqualTo(503);
        assertThat(edge.body()).contains("\"code\":\"over-capacity\"");
        assertThat(edge.headers().firstValue("Retry-After")).isPresent();

        ready.add(Ports.free());
        HttpResponse<String> auth = get("/oauth2/token");
        assertThat(auth.statusCode()).isEqualTo(502);
        assertThat(auth.body()).contains("\"code\":\"internal\"");
        assertThat(auth.headers().firstValue("Content-Type")).contains("application/problem+json");

        assertThat(get("/nowhere").body()).contains("\"code\":\"not-found\"");
    }

    @Test
    void aStreamOfEventsComesAsItIsWrittenAndEndsAtTheEdgeWhenItsReaderGoes() throws Exception {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        backend(request -> {
            request.response().closeHandler(_ -> gone.complete(null));
            request.response()
                    .putHeader("Content-Type", "text/event-stream")
                    .setChunked(true)
                    .write("data: 1\n\n");
        });

        HttpRequest stream = request("/v1/stream").build();
        try (InputStream events =
                client.send(stream, BodyHandlers.ofInputStream()).body()) {
            assertThat(new String(events.readNBytes(9), StandardCharsets.UTF_8)).isEqualTo("data: 1\n\n");
        }

        assertThat(gone).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aWebSocketNegotiatesItsSubprotocolAndCarriesMessagesBothWays() throws Exception {
        edge(new HttpServerOptions().addWebSocketSubProtocol("tidings.v1"), new ArrayList<>());
        Listener listener = new Listener();

        WebSocket socket = client.newWebSocketBuilder()
                .subprotocols("bearer.abc", "tidings.v1")
                .buildAsync(stream(), listener)
                .get(10, TimeUnit.SECONDS);
        String large = "x".repeat(60_000);
        socket.sendText(large, true).get(10, TimeUnit.SECONDS);

        assertThat(socket.getSubprotocol()).isEqualTo("tidings.v1");
        assertThat(listener.text.get(10, TimeUnit.SECONDS)).isEqualTo(large);
        socket.abort();
    }

    @Test
    void manySocketsStayOpenTogetherAndOtherRequestsPass() throws Exception {
        edge(new HttpServerOptions(), new ArrayList<>());
        List<WebSocket> open = new ArrayList<>();

        for (int count = 0; count < 200; count++) {
            open.add(client.newWebSocketBuilder()
                    .buildAsync(stream(), new Listener())
                    .get(10, TimeUnit.SECONDS));
        }

        assertThat(open).noneMatch(WebSocket::isInputClosed);
        assertThat(get("/v1/feed").statusCode()).isNotEqualTo(502);
        open.forEach(WebSocket::abort);
    }

    @Test
    void whenAnEdgeDiesItsSocketsEndAtOnce() throws Exception {
        List<ServerWebSocket> open = new ArrayList<>();
        edge(new HttpServerOptions(), open);
        Listener listener = new Listener();
        WebSocket socket =
                client.newWebSocketBuilder().buildAsync(stream(), listener).get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
        listener.text.get(10, TimeUnit.SECONDS);

        // The connection goes without a close frame, as with a process that is killed.
        var _ = ((WebSocketInternal) open.getFirst()).channelHandlerContext().close();

        assertThat(listener.end).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void aRefusedHandshakeKeepsItsStatusHeadersAndBody() throws Exception {
        backend(request -> request.response()
                .setStatusCode(401)
                .putHeader("WWW-Authenticate", "Bearer")
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"code\":\"token-missing\"}"));

        assertThatThrownBy(() -> client.newWebSocketBuilder()
                        .buildAsync(stream(), new Listener())
                        .get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refused -> {
                    HttpResponse<?> answer = refused.getResponse();
                    assertThat(answer.statusCode()).isEqualTo(401);
                    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
                });
        String raw = RawHttp.exchange(port, """
                GET /v1/stream HTTP/1.1
                Host: localhost
                Connection: keep-alive, Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

                """);
        assertThat(raw).startsWith("HTTP/1.1 401").contains("{\"code\":\"token-missing\"}");
    }

    @Test
    void aPortInUseIsOneClearLine() {
        assertThatThrownBy(() -> FrontDoor.open(port, null))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("port " + port + " is in use");
    }

    @Test
    void thePlaygroundMayRunNothingButItself() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.body()).contains("./tidings tail ann").doesNotContain("<style", "<script>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(get("/playground/status").body()).contains("\"processes\"");
    }

    @Test
    void thePlaygroundsFilesAreTheseAndNoOthers() throws Exception {
        HttpResponse<String> script = get("/playground/client/index.js");
        assertThat(script.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(script.body()).contains("Tidings");
        for (String path :
                List.of("/playground/", "/playground/none.js", "/playground/../Main.class", "/playground/%2e%2e/x")) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aPageOfThisMachineGetsTheClientAndTokensAndNoOtherPageDoes() throws Exception {
        assertThat(get("/playground/client/index.js").headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        HttpResponse<String> token = tokenFor("ann", "http://localhost:3000");
        assertThat(token.body()).isEqualTo("token of ann");
        assertThat(token.headers().firstValue("Access-Control-Allow-Origin")).contains("http://localhost:3000");
        assertThat(get("/playground/token?user=bob").body()).isEqualTo("token of bob");
        for (String other : List.of("https://evil.example.com", "http://localhost.evil.example.com", "null")) {
            assertThat(tokenFor("ann", other).statusCode()).as(other).isEqualTo(403);
        }
        assertThat(rebound("GET /playground/token?user=ann")).contains(" 403 ");
    }

    private HttpResponse<String> tokenFor(String user, String origin) throws Exception {
        HttpRequest.Builder request = request("/playground/token?user=" + user).header("Origin", origin);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void thePlaygroundSwitchesEdges() throws Exception {
        assertThat(turn("realtime-edge-1/kill", "http://localhost:" + port, "yes"))
                .isEqualTo(204);
        assertThat(turn("realtime-edge-1/start", "http://localhost:" + port, "yes"))
                .isEqualTo(204);
        assertThat(switched).containsExactly("kill realtime-edge-1", "start realtime-edge-1");
    }

    @Test
    void noOtherPageSwitchesEdgesAndNothingElseIsSwitched() throws Exception {
        String own = "http://localhost:" + port;
        assertThat(turn("realtime-edge-1/kill", "https://evil.example.com", "yes"))
                .isEqualTo(403);
        assertThat(turn("realtime-edge-1/kill", "http://localhost:1", "yes")).isEqualTo(403);
        assertThat(turn("realtime-edge-1/kill", "null", "yes")).isEqualTo(403);
        assertThat(turn("realtime-edge-1/kill", null, "yes")).isEqualTo(403);
        assertThat(turn("realtime-edge-1/kill", own, null)).isEqualTo(403);
        assertThat(turn("postgres/kill", own, "yes")).isEqualTo(405);
        assertThat(get("/playground/edges/realtime-edge-1/kill").statusCode()).isEqualTo(405);
        assertThat(rebound("POST /playground/edges/realtime-edge-1/kill")).contains(" 403 ");
        assertThat(switched).isEmpty();
    }

    private int turn(String what, String origin, String header) throws Exception {
        HttpRequest.Builder request = request("/playground/edges/" + what).POST(BodyPublishers.noBody());
        if (origin != null) {
            request.header("Origin", origin);
        }
        if (header != null) {
            request.header("X-Tidings-Playground", header);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    /** As a page asks whose own name was made to point at this machine; the answer's first line. */
    private String rebound(String methodAndPath) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = methodAndPath + " HTTP/1.1\r\nHost: evil.example.com:" + port
                    + "\r\nOrigin: http://evil.example.com:" + port
                    + "\r\nX-Tidings-Playground: yes\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private void edge(HttpServerOptions options, List<ServerWebSocket> open) throws Exception {
        HttpServer server = vertx.createHttpServer(options).webSocketHandler(socket -> {
            socket.textMessageHandler(socket::writeTextMessage);
            open.add(socket);
        });
        listen(server);
    }

    private void backend(Handler<HttpServerRequest> handler) throws Exception {
        listen(vertx.createHttpServer().requestHandler(handler));
    }

    private void listen(HttpServer server) throws Exception {
        ready.add(server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private URI stream() {
        return URI.create("ws://localhost:" + port + "/v1/stream?resume=a%3Bb");
    }

    private static final class Listener implements WebSocket.Listener {

        final CompletableFuture<String> text = new CompletableFuture<>();
        final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Buffer received = Buffer.buffer();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            received.appendString(data.toString());
            if (last) {
                text.complete(received.toString());
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end.complete(null);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end.complete(null);
        }
    }
}
