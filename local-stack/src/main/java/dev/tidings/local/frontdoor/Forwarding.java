package dev.tidings.local.frontdoor;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/** Plain HTTP to a service: bodies stream through both ways, at the pace of the slower side. */
final class Forwarding implements Handler<HttpServerRequest> {

    private final HttpProxy proxy;

    Forwarding(HttpClient client, Origins origins, Route.Service service) {
        // Upgrades go another way (see SocketTunnel).
        this.proxy = HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
                .origin(_ -> origins.connect(service))
                .addInterceptor(new DoorKeeper(service));
    }

    @Override
    public void handle(HttpServerRequest request) {
        proxy.handle(request);
    }

    private record DoorKeeper(Route.Service service) implements ProxyInterceptor {

        @Override
        public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            ProxyRequest request = context.request();
            HttpServerRequest original = request.proxiedRequest();
            if (original.authority() != null) {
                request.setAuthority(original.authority());
            }
            request.putHeader(FrontDoor.FORWARDED_FOR, original.remoteAddress().hostAddress());
            return context.sendRequest().recover(_ -> Future.succeededFuture(unavailable(request)));
        }

        private ProxyResponse unavailable(ProxyRequest request) {
            DoorProblem problem = DoorProblem.unavailable(service);
            return request.release()
                    .response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", DoorProblem.MEDIA_TYPE)
                    .putHeader("Retry-After", problem.retryAfter())
                    .setBody(Body.body(problem.body()));
        }
    }
}
