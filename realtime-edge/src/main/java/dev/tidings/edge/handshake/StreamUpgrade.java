package dev.tidings.edge.handshake;

import dev.tidings.edge.rendering.NettySocket;
import dev.tidings.edge.session.Admitted;
import io.netty.util.AttributeKey;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Hands whoever passed the door over to the socket's endpoint. */
@Singleton
public final class StreamUpgrade implements HttpUpgradeCheck {

    public static final TypedKey<Admitted> ADMISSION = new TypedKey<>("admitted");

    static final AttributeKey<Admitted> ADMITTED = AttributeKey.valueOf(StreamUpgrade.class, "admitted");

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        context.userData().put(ADMISSION, NettySocket.of(context.httpRequest()).take(ADMITTED));
        return CheckResult.permitUpgrade();
    }
}
