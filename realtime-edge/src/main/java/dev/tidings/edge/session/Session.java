package dev.tidings.edge.session;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One connection, from its welcome to its end, whatever its way of reading. Event-loop confined. */
public final class Session {

    private final LoopServices services;
    private final Outlet outlet;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final Pulse pulse;
    private final Expiry expiry;

    private ConnectionToken token;
    private boolean ended;

    Session(ConnectionToken token, Outlet outlet, LoopServices services) {
        long now = System.nanoTime();
        this.services = services;
        this.outlet = outlet;
        this.token = token;
        this.subscriptions = new Subscriptions(token, outlet, services);
        this.requests = new Requests(this, subscriptions, services, now);
        this.pulse = new Pulse(services.config(), now);
        this.expiry = new Expiry(Instant.now(), token.connectionExpiresAt());
    }

    /** Welcomes, then subscribes. */
    void open(Optional<ResumeString> resume) {
        if (ended) {
            // It was gone before it began; whatever is subscribed now would stay for ever.
            return;
        }
        outlet.write(new ServerMessage.Welcome(
                token.session(),
                token.user(),
                services.deliverer().epoch().text(),
                services.config().heartbeat().toSeconds(),
                expiry.secondsLeft(Instant.now())));
        subscriptions.open(resume);
        outlet.flush();
    }

    ResumeString position() {
        return subscriptions.position();
    }

    /** A message came in. */
    public void receive(String text) {
        if (!ended) {
            requests.text(text, heard());
        }
    }

    /** What is no message of the protocol, but came as one: binary. */
    public void receiveBinary() {
        if (!ended) {
            requests.binary(heard());
        }
    }

    /** A WebSocket's own ping or pong, of which there can be too many too. */
    public void receiveControl() {
        if (!ended) {
            requests.control(heard());
        }
    }

    private long heard() {
        long now = System.nanoTime();
        pulse.heard(now);
        return now;
    }

    ConnectionToken token() {
        return token;
    }

    /** Goes on with that token; answers how many seconds it gives. */
    long renew(ConnectionToken fresh) {
        Instant now = Instant.now();
        token = fresh;
        expiry.extend(now, fresh.connectionExpiresAt());
        return expiry.secondsLeft(now);
    }

    /** Tells the peer its own moment to come back elsewhere, and ends then. */
    void drain(Duration within) {
        if (!ended) {
            say(new ServerMessage.Draining(within.toMillis() / 1_000.0));
            services.deliverer()
                    .loop()
                    .schedule(() -> end(CloseCode.GOING_AWAY), within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Its user, or this session of theirs, was revoked after its token was issued. */
    void endIfRevoked() {
        if (services.credentials().isRevoked(token)) {
            end(CloseCode.REVOKED);
        }
    }

    /** The peer has read enough to be written to again. */
    void writable() {
        subscriptions.resumeReading();
    }

    /** Once a second or so. */
    void tick(long nowNanos, Instant now) {
        if (ended) {
            return;
        }
        switch (expiry.check(now)) {
            case OVER -> end(CloseCode.TIME_IS_OVER);
            case EXPIRING -> say(new ServerMessage.Expiring(expiry.secondsLeft(now)));
            case FINE -> {}
        }
        if (ended) {
            // After the goodbye nothing is said.
            return;
        }
        subscriptions.tellPresence();
        if (!outlet.hears() || !outlet.isWritable()) {
            // From whoever doesn't read nothing is read: then it is progress that counts.
            pulse.heard(nowNanos);
        }
        switch (pulse.check(nowNanos, outlet.takeWritten(), outlet.unsent())) {
            case PING -> say(new ServerMessage.Ping());
            case DEAD -> {
                services.meters().dead();
                cut();
            }
            case STUCK -> end(CloseCode.NO_PROGRESS);
            case FINE -> {}
        }
    }

    /** Says why, and ends the connection. */
    public void end(CloseCode code) {
        if (!ended) {
            if (outlet.stays()) {
                services.meters().closed(code);
            }
            closed();
            outlet.close(code);
        }
    }

    /** In a turn of its own, whatever comes of it. */
    void cutSoon() {
        services.deliverer().loop().execute(this::cut);
    }

    /** Ends the connection where nothing can be said any more. */
    private void cut() {
        closed();
        outlet.abort();
    }

    /** Its connection has ended, by us or by the peer. */
    void gone() {
        if (!ended && outlet.stays()) {
            services.meters().left();
        }
        closed();
    }

    /** It is over, in whatever way; said again, it changes nothing. */
    private void closed() {
        ended = true;
        subscriptions.end();
    }

    boolean hasEnded() {
        return ended;
    }

    void say(ServerMessage message) {
        outlet.write(message);
        outlet.flush();
    }
}
