package dev.tidings.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;

/**
 * WebSockets: the handshake goes through as it is, and after it two sockets are joined. A slow reader slows the edge, not
 * our memory; when either side ends, the other ends at once. A refused handshake keeps its status, headers and body, which
 * is why this is not left to the proxy library.
 *
 * <p>All of a tunnel happens on the event loop of its client's connection.
 */
final class SocketTunnel implements Handler<HttpServerRequest> {

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Origins origins;
    private final Route.Service service;

    SocketTunnel(Origins origins, Route.Service service) {
        this.origins = origins;
        this.service = service;
    }

    @Override
    public void handle(HttpServerRequest client) {
        client.pause();
        origins.connect(service)
                .compose(upstream -> handshake(client, upstream))
                .onSuccess(answer -> {
                    if (answer.statusCode() == SWITCHING_PROTOCOLS) {
                        join(client, answer);
                    } else {
                        refuse(client, answer);
                    }
                })
                .onFailure(_ -> {
                    client.resume();
                    DoorProblem.unavailable(service).send(client.response());
                });
    }

    private static Future<HttpClientResponse> handshake(HttpServerRequest client, HttpClientRequest upstream) {
        upstream.setMethod(client.method()).setURI(client.uri());
        if (client.authority() != null) {
            upstream.authority(client.authority());
        }
        MultiMap headers = upstream.headers();
        client.headers().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("Host")) {
                headers.add(header.getKey(), header.getValue());
            }
        });
        // Firefox names keep-alive beside it.
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE);
        headers.set(FrontDoor.FORWARDED_FOR, client.remoteAddress().hostAddress());
        client.response().exceptionHandler(_ -> upstream.reset());
        return upstream.connect();
    }

    private static void join(HttpServerRequest client, HttpClientResponse answer) {
        NetSocket edge = answer.netSocket();
        edge.pause();
        HttpServerResponse response = client.response().setStatusCode(SWITCHING_PROTOCOLS);
        response.headers().addAll(answer.headers());
        client.toNetSocket()
                .onSuccess(browser -> {
                    pipe(browser, edge);
                    pipe(edge, browser);
                })
                .onFailure(_ -> edge.close());
    }

    private static void pipe(NetSocket from, NetSocket to) {
        from.closeHandler(_ -> to.close());
        from.pipeTo(to).onFailure(_ -> to.close());
    }

    private static void refuse(HttpServerRequest client, HttpClientResponse answer) {
        HttpServerResponse response = client.response().setStatusCode(answer.statusCode());
        response.headers().addAll(answer.headers());
        if (!response.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            response.setChunked(true);
        }
        client.resume();
        answer.pipeTo(response).onFailure(_ -> response.reset());
    }
}
