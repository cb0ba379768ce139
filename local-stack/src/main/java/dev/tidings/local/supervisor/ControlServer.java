package dev.tidings.local.supervisor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.local.process.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.Executors;

/**
 * Where the supervisor hears commands: on loopback, from who has read its secret. {@code GET /status}, {@code POST
 * /stop|/kill|/start} with a process' name as body, {@code POST /down}; 200, or 409 with a line that says why not.
 */
final class ControlServer implements AutoCloseable {

    /** What the supervisor can be told. Each returns when it is done. */
    interface Commands {
        StackStatus status();

        void stop(String name);

        void kill(String name);

        void start(String name) throws InterruptedException;

        void down();
    }

    private static final int MAX_NAME_BYTES = 200;

    private final HttpServer server;
    private final String secret;
    private final Commands commands;

    ControlServer(String secret, Commands commands) throws IOException {
        this.secret = secret;
        this.commands = commands;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isAllowed(exchange)) {
                answer(exchange, 401, "");
                return;
            }
            String name = new String(exchange.getRequestBody().readNBytes(MAX_NAME_BYTES), StandardCharsets.UTF_8);
            try {
                obey(exchange, name);
            } catch (StackFailure e) {
                answer(exchange, 409, e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void obey(HttpExchange exchange, String name) throws IOException, InterruptedException {
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "GET /status" -> answer(exchange, 200, commands.status().toJson());
            case "POST /stop" -> {
                commands.stop(name);
                answer(exchange, 200, "");
            }
            case "POST /kill" -> {
                commands.kill(name);
                answer(exchange, 200, "");
            }
            case "POST /start" -> {
                commands.start(name);
                answer(exchange, 200, "");
            }
            case "POST /down" -> {
                commands.down();
                answer(exchange, 200, "");
            }
            default -> answer(exchange, 404, "");
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] wanted = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
