package dev.tidings.edge.socket;

import dev.tidings.edge.handshake.StreamRoute;
import dev.tidings.edge.handshake.StreamUpgrade;
import dev.tidings.edge.handshake.Way;
import dev.tidings.edge.rendering.EventStreamOutlet;
import dev.tidings.edge.rendering.PollOutlet;
import dev.tidings.edge.session.Admitted;
import dev.tidings.edge.session.Sessions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.regex.Pattern;

/** The two ways that are plain HTTP. Behind the door, and before the WebSocket's own route. On the event loop. */
@Singleton
final class HttpWays {

    private static final int AFTER_THE_DOOR = -50;
    private static final Pattern SECONDS = Pattern.compile("[0-9]|[1-5][0-9]|60");
    private static final Duration USUAL_WAIT = Duration.ofSeconds(25);

    private final Sessions sessions;

    @Inject
    HttpWays(Sessions sessions) {
        this.sessions = sessions;
    }

    void register(@Observes Router router) {
        router.route(StreamRoute.PATH).order(AFTER_THE_DOOR).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        switch (context.<Way>get(StreamRoute.WAY)) {
            case WEBSOCKET -> context.next();
            case EVENT_STREAM -> streamEvents(context.response(), StreamUpgrade.take(context.request()));
            case POLL -> poll(context, StreamUpgrade.take(context.request()));
        }
    }

    private void streamEvents(HttpServerResponse response, Admitted admitted) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                // A proxy that gathers what passes would hold events back.
                .putHeader("X-Accel-Buffering", "no")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .write(":\n\n");
        sessions.open(admitted, new EventStreamOutlet(admitted.socket(), response));
    }

    private void poll(RoutingContext context, Admitted admitted) {
        Duration wait = admitted.resume().isEmpty()
                ? Duration.ZERO
                : wait(context.request().getParam("wait"));
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        sessions.open(admitted, new PollOutlet(admitted.socket().eventLoop(), context.response(), wait));
    }

    /** What is out of bounds or no number is taken for the usual. */
    private static Duration wait(String seconds) {
        return seconds != null && SECONDS.matcher(seconds).matches()
                ? Duration.ofSeconds(Long.parseLong(seconds))
                : USUAL_WAIT;
    }
}
