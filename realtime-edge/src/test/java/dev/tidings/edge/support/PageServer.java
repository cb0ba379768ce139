package dev.tidings.edge.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;

/** In notification-service's place, so that it can also answer what that one wouldn't. The whole is in end-to-end. */
public final class PageServer implements AutoCloseable {

    /** What it is asked. */
    public record Call(String query, String authorization) {}

    /** What it answers: a status, and of 200 how far the page goes and what is in it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Reply(int status, String upTo, byte[] body, int announced) {

        public Reply(int status, String upTo, byte[] body) {
            this(status, upTo, body, body.length);
        }

        /** It says how long it is, begins, and never ends. */
        public Reply cutShort() {
            return new Reply(status, upTo, Arrays.copyOf(body, body.length / 2), body.length);
        }

        public static Reply of(int status) {
            return new Reply(status, "0", new byte[0]);
        }

        public static Reply of(ReplayPage page) {
            return new Reply(200, Long.toString(page.upTo()), page.body());
        }
    }

    private final HttpServer server;
    private final LongFunction<Reply> replies;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private PageServer(HttpServer server, LongFunction<Reply> replies) {
        this.server = server;
        this.replies = replies;
    }

    /** Answers with {@code replies}, given the offset after which somebody asks. */
    public static PageServer at(URI url, LongFunction<Reply> replies) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(url.getHost(), url.getPort()), 0);
            PageServer server = new PageServer(http, replies);
            http.createContext(ReplayCall.PATH, server::answer);
            http.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = exchange.getRequestURI().getQuery();
            calls.add(new Call(query, exchange.getRequestHeaders().getFirst("Authorization")));
            Reply reply = replies.apply(Long.parseLong(query.substring(query.lastIndexOf('=') + 1)));
            exchange.getResponseHeaders().set(ReplayCall.UP_TO_HEADER, reply.upTo());
            exchange.sendResponseHeaders(reply.status(), reply.announced() == 0 ? -1 : reply.announced());
            exchange.getResponseBody().write(reply.body());
            if (reply.announced() > reply.body().length) {
                exchange.getResponseBody().flush();
                closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
