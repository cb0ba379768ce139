package dev.tidings.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Finds a process that takes a request: in turn, and where one does not accept a connection, the next. */
final class Origins {

    private static final long CONNECT_MILLIS = 2_000;

    private final HttpClient client;
    private final Backends backends;
    private final AtomicInteger turn = new AtomicInteger();

    Origins(HttpClient client, Backends backends) {
        this.client = client;
        this.backends = backends;
    }

    /** A request on a connection that stands; fails where no process takes one. Nothing was sent yet. */
    Future<HttpClientRequest> connect(Route.Service service) {
        List<Integer> ports = new ArrayList<>(backends.readyPorts(service));
        if (ports.isEmpty()) {
            return Future.failedFuture("no process of " + service + " is ready");
        }
        Collections.rotate(ports, -Math.floorMod(turn.getAndIncrement(), ports.size()));
        return connect(ports);
    }

    private Future<HttpClientRequest> connect(List<Integer> ports) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(ports.getFirst())
                .setMethod(HttpMethod.GET)
                .setConnectTimeout(CONNECT_MILLIS);
        // Whoever waits for the answer hears of a failure; without a handler here, Vert.x would log it as well.
        Future<HttpClientRequest> first =
                client.request(options).onSuccess(request -> request.exceptionHandler(_ -> {}));
        List<Integer> others = ports.subList(1, ports.size());
        return others.isEmpty() ? first : first.recover(_ -> connect(others));
    }
}
