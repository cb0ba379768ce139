package dev.tidings.edge.handshake;

import dev.tidings.edge.rendering.NettySocket;
import dev.tidings.edge.session.Admitted;
import io.netty.util.AttributeKey;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Hands whoever passed the door over to the socket's endpoint, and of the request as little as can be: what its headers
 * are at the upgrade is kept as long as the socket, by the framework and by the server beneath it. On the connection's
 * event loop.
 */
@Singleton
public final class StreamUpgrade implements HttpUpgradeCheck {

    static final AttributeKey<Admitted> ADMITTED = AttributeKey.valueOf(StreamUpgrade.class, "admitted");

    private static final TypedKey<Upgrade> UPGRADE = new TypedKey<>("upgrade");
    private static final String PROTOCOL = "tidings.v1";

    private record Upgrade(Admitted admitted, MultiMap headers) {}

    /** Whoever passed the door on that request. */
    public static Admitted take(HttpServerRequest request) {
        return NettySocket.of(request).take(ADMITTED);
    }

    /** Whoever passed the door, for the socket that the request became. */
    public static Admitted take(UserData socket) {
        Upgrade upgrade = socket.remove(UPGRADE);
        upgrade.headers().clear();
        return upgrade.admitted();
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        HttpServerRequest request = context.httpRequest();
        reduceToHandshake(request.headers());
        context.userData().put(UPGRADE, new Upgrade(take(request), request.headers()));
        return CheckResult.permitUpgrade();
    }

    /** The door has read the rest, and made sure that this much is right. */
    private static void reduceToHandshake(MultiMap headers) {
        String host = headers.get(HttpHeaders.HOST);
        String key = headers.get(Way.KEY);
        boolean offersProtocol = TokenCarrier.protocols(headers).anyMatch(PROTOCOL::equals);
        headers.clear()
                .set(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .set(HttpHeaders.UPGRADE, "websocket")
                .set(Way.VERSION, Way.WEBSOCKET_VERSION)
                .set(Way.KEY, key);
        Optional.ofNullable(host).ifPresent(named -> headers.set(HttpHeaders.HOST, named));
        if (offersProtocol) {
            headers.set(TokenCarrier.PROTOCOLS, PROTOCOL);
        }
    }
}
