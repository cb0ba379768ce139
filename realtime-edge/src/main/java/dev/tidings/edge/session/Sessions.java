package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.config.LimitsByApp;
import dev.tidings.edge.delivery.Deliverers;
import dev.tidings.edge.log.EventWriter;
import dev.tidings.edge.log.RevocationListener;
import dev.tidings.edge.presence.Presence;
import dev.tidings.edge.rendering.Outlet;
import io.netty.channel.EventLoop;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** All sessions of this edge, by event loop. One timer a loop looks after all of its sessions. */
@Singleton
public final class Sessions implements RevocationListener {

    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final long TICK_SECONDS = 1;

    private final SessionMeters meters;
    /** The map never changes; each set belongs to its loop. */
    private final Map<EventLoop, Set<Session>> byLoop;

    private final Map<EventLoop, LoopServices> services;

    private volatile boolean draining;

    @Inject
    Sessions(
            Deliverers deliverers,
            Credentials credentials,
            EventWriter writer,
            Presence presence,
            LimitsByApp limits,
            EdgeConfig config,
            SessionMeters meters) {
        this.meters = meters;
        Map<EventLoop, Set<Session>> all = new HashMap<>();
        Map<EventLoop, LoopServices> theirs = new HashMap<>();
        for (EventLoop loop : deliverers.loops()) {
            Set<Session> sessions = new LinkedHashSet<>();
            all.put(loop, sessions);
            theirs.put(
                    loop,
                    new LoopServices(
                            deliverers.of(loop), credentials, writer, presence, limits, meters, config.session()));
            loop.scheduleWithFixedDelay(() -> tick(sessions), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        }
        this.byLoop = Map.copyOf(all);
        this.services = Map.copyOf(theirs);
    }

    /** Begins a session for whoever was admitted. Called on the connection's event loop. */
    public Session open(Admitted admitted, Outlet outlet) {
        EventLoop loop = admitted.socket().eventLoop();
        assert loop.inEventLoop();
        Session session = new Session(admitted.token(), outlet, services.get(loop));
        Set<Session> sessions = byLoop.get(loop);
        sessions.add(session);
        meters.opened(outlet.way());
        // What else was admitted with it is not kept.
        Admitted.Place place = admitted.place();
        outlet.onEnd(() -> {
            sessions.remove(session);
            meters.ended(outlet.way());
            session.gone();
            place.close();
        });
        outlet.onWritable(session::writable);
        outlet.follow(session::position);
        session.open(admitted.resume());
        // One that was revoked on its way from the door was in no set when the others were looked through.
        session.endIfRevoked();
        return session;
    }

    public boolean draining() {
        return draining;
    }

    /** No one new comes in, and everyone is told to go, each at another moment of the window. */
    void drain(Duration window) {
        draining = true;
        byLoop.forEach((loop, sessions) ->
                loop.execute(() -> List.copyOf(sessions).forEach(session -> session.drain(someOf(window)))));
    }

    private static Duration someOf(Duration window) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(window.toMillis() + 1));
    }

    @Override
    public void revoked() {
        byLoop.forEach(
                (loop, sessions) -> loop.execute(() -> List.copyOf(sessions).forEach(Session::endIfRevoked)));
    }

    public long count() {
        return meters.count();
    }

    private static void tick(Set<Session> sessions) {
        tick(sessions, System.nanoTime(), Instant.now());
    }

    /** One that fails must not cost the others their turn: a timer that fails once is never run again. */
    static void tick(Set<Session> sessions, long nowNanos, Instant now) {
        // Ending one may take it out of the set.
        for (Session session : List.copyOf(sessions)) {
            try {
                session.tick(nowNanos, now);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("A session could not be looked after; its connection is cut", e);
                session.cutSoon();
            }
        }
    }
}
