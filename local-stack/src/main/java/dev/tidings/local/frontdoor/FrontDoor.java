package dev.tidings.local.frontdoor;

import dev.tidings.local.process.Ports;
import dev.tidings.local.process.StackFailure;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one address of the local stack: routes as the production ingress does, and serves the playground. Listens on loopback
 * only. Logs no request: a query may hold a token.
 */
public final class FrontDoor implements AutoCloseable {

    static final String FORWARDED_FOR = "X-Forwarded-For";

    /** A process of ours holds no more open files than about 20,000, and a request through us takes two. */
    private static final int MAX_CONNECTIONS_TO_A_PROCESS = 10_000;

    private static final int MAX_WAITING = 1_000;
    /** Shorter than the services wait: a request never meets a connection that is just being closed for idleness. */
    private static final int IDLE_SECONDS = 20;

    /** A resume string may name a hundred channels, and its services refuse what is too long for them. */
    private static final int MAX_HEADER_BYTES = 128 * 1024;

    private final Vertx vertx;
    private final Playground playground;
    private final Map<Route.Service, Handler<HttpServerRequest>> forwarding = new EnumMap<>(Route.Service.class);
    private final Map<Route.Service, Handler<HttpServerRequest>> tunnels = new EnumMap<>(Route.Service.class);

    private FrontDoor(Vertx vertx, HttpClient client, int port, Backends backends) {
        this.vertx = vertx;
        this.playground = new Playground(vertx, port, backends);
        for (Route.Service service : Route.Service.values()) {
            Origins origins = new Origins(client, backends);
            forwarding.put(service, new Forwarding(client, origins, service));
            tunnels.put(service, new SocketTunnel(origins, service));
        }
    }

    /** Returns when the port is listened on; fails where somebody else does. */
    public static FrontDoor open(int port, Backends backends) {
        if (!Ports.isFree(port)) {
            throw inUse(port);
        }
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                // Nothing is served from a class path through files: no cache directory in the system's temp.
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(MAX_CONNECTIONS_TO_A_PROCESS)
                .setMaxWaitQueueSize(MAX_WAITING)
                .setKeepAliveTimeout(IDLE_SECONDS)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setDecompressionSupported(false));
        FrontDoor door = new FrontDoor(vertx, client, port, backends);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                // HTTP/1.1 only: an "Upgrade: h2c", which Java's client offers by default, is not ours to accept.
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_HEADER_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        try {
            await(vertx.createHttpServer(options).requestHandler(door::route).listen());
        } catch (StackFailure e) {
            door.close();
            throw e.getCause() instanceof java.net.BindException ? inUse(port) : e;
        }
        return door;
    }

    private void route(HttpServerRequest request) {
        switch (Route.of(request.path() == null ? "" : request.path())) {
            case Route.To(Route.Service service) -> {
                boolean isWebSocket = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
                (isWebSocket ? tunnels : forwarding).get(service).handle(request);
            }
            case Route.Page() -> playground.serve(request);
            case Route.Nowhere() -> DoorProblem.NOT_FOUND.send(request.response());
        }
    }

    private static StackFailure inUse(int port) {
        return new StackFailure("port " + port + " is in use: end what listens there, or choose another with --port");
    }

    private static void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StackFailure("the front door can't be opened: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new StackFailure("the front door does not open", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackFailure("interrupted", e);
        }
    }

    /** Closes the port and every connection through it. */
    @Override
    public void close() {
        await(vertx.close());
    }
}
