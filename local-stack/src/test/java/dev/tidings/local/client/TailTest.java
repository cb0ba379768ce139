package dev.tidings.local.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.local.process.StackFailure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that fails in ways a real edge rarely does. */
class TailTest {

    private static final int REVOKED = 4003;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> resumes = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void goesOnWithItsPositionAfterADropAndPrintsNothingTwice() throws Exception {
        Tail tail = tail(
                edge -> {
                    send(edge, WELCOME, subscribed("user:ann", -1, ""), event(3, -1, "one"), event(5, 3, "two"));
                    edge.end();
                },
                edge -> {
                    send(edge, WELCOME, subscribed("user:ann", 5, ",\"recovered\":true"));
                    send(edge, event(5, 3, "two"), event(9, 5, "three"));
                    edge.close((short) REVOKED);
                });

        assertThatThrownBy(tail::run).isInstanceOf(StackFailure.class).hasMessageContaining("revoked");

        assertThat(resumes).containsExactly("", "k3f;user:ann~5");
        assertThat(lines())
                .extracting(line -> line.substring(10))
                .containsExactly("one  user:ann~3", "two  user:ann~5", "three  user:ann~9");
    }

    @Test
    void asksAgainForAnEventThatIsMissing() throws Exception {
        Tail tail = tail(edge -> send(edge, WELCOME, subscribed("user:ann", 2, ""), event(9, 5, "later")), edge -> {
            send(edge, WELCOME, subscribed("user:ann", 2, ",\"recovered\":true"));
            send(edge, event(5, 2, "missing"), event(9, 5, "later"));
            edge.close((short) REVOKED);
        });

        assertThatThrownBy(tail::run).isInstanceOf(StackFailure.class);

        assertThat(resumes).containsExactly("", "k3f;user:ann~2");
        assertThat(lines())
                .extracting(line -> line.substring(10))
                .containsExactly("missing  user:ann~5", "later  user:ann~9");
    }

    @Test
    void saysOpenlyWhatCannotBeReplayed() throws Exception {
        Tail tail = tail(edge -> {
            send(edge, WELCOME, subscribed("user:ann", 1500, ",\"recovered\":false,\"reason\":\"expired\""));
            edge.close((short) REVOKED);
        });

        assertThatThrownBy(tail::run).isInstanceOf(StackFailure.class);

        assertThat(lines()).singleElement().asString().contains("recovered:false", "expired", "1500");
    }

    @Test
    void aTitleDoesNotSteerTheTerminal() throws Exception {
        Tail tail = tail(edge -> {
            send(edge, WELCOME, subscribed("user:ann", 0, ""), event(1, 0, "\\u001b[2Jgone"));
            edge.close((short) REVOKED);
        });

        assertThatThrownBy(tail::run).isInstanceOf(StackFailure.class);

        assertThat(lines()).singleElement().asString().endsWith("?[2Jgone  user:ann~1");
    }

    private static final String WELCOME =
            "{\"type\":\"welcome\",\"session\":\"s\",\"user\":\"ann\",\"epoch\":\"k3f\",\"heartbeat\":25,\"expiresIn\":3600}";

    private static String subscribed(String channel, long offset, String more) {
        return "{\"type\":\"subscribed\",\"channel\":\"%s\",\"offset\":%d%s}".formatted(channel, offset, more);
    }

    private static String event(long offset, long previous, String title) {
        return """
                {"type":"event","channel":"user:ann","offset":%d,"prev":%d,"event":{"type":"notification.created",\
                "time":"2026-11-01T08:00:00Z","data":{"title":"%s"}}}""".formatted(offset, previous, title);
    }

    private static void send(ServerWebSocket socket, String... frames) {
        for (String frame : frames) {
            socket.writeTextMessage(frame);
        }
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** What an edge does with one connection. */
    private interface Connection {
        void accept(ServerWebSocket edge);
    }

    /** A tail of a server that treats each connection as told, one after the other. */
    private Tail tail(Connection... connections) throws Exception {
        Iterator<Connection> next = List.of(connections).iterator();
        HttpServer server = vertx.createHttpServer();
        server.requestHandler(request -> request.response()
                .end("{\"token\":\"t\",\"expiresIn\":60,\"stream\":\"ws://localhost:%d/v1/stream\"}"
                        .formatted(server.actualPort())));
        server.webSocketHandler(socket -> {
            String query = socket.query() == null ? "resume=" : socket.query();
            resumes.add(URLDecoder.decode(query.substring("resume=".length()), StandardCharsets.UTF_8));
            next.next().accept(socket);
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new Tail(new Api("http://localhost:" + server.actualPort()), "ann", Api.Rights.NONE, "", false, out);
    }
}
