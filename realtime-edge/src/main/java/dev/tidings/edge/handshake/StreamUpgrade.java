package dev.tidings.edge.handshake;

import dev.tidings.edge.rendering.NettySocket;
import dev.tidings.edge.session.Admitted;
import io.netty.util.AttributeKey;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/** Hands whoever passed the door over to the socket's endpoint. */
@Singleton
public final class StreamUpgrade implements HttpUpgradeCheck {

    public static final TypedKey<Admitted> ADMISSION = new TypedKey<>("admitted");

    static final AttributeKey<Admitted> ADMITTED = AttributeKey.valueOf(StreamUpgrade.class, "admitted");

    /** Whoever passed the door on that request. */
    public static Admitted take(HttpServerRequest request) {
        return NettySocket.of(request).take(ADMITTED);
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        context.userData().put(ADMISSION, take(context.httpRequest()));
        return CheckResult.permitUpgrade();
    }
}
