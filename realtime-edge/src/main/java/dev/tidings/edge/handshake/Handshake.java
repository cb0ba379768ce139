package dev.tidings.edge.handshake;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.origin.OriginPolicy;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.revocation.Revocations;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import dev.tidings.edge.config.LimitsByApp;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.delivery.Deliverers;
import dev.tidings.edge.rendering.NettySocket;
import dev.tidings.edge.session.Admitted;
import dev.tidings.edge.session.ChannelAccess;
import dev.tidings.edge.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * The door: every stream, whatever its way of reading, passes here before it is one. The token is checked first of all
 * that costs anything, and nothing of the request is believed before. Runs on the connection's event loop.
 */
@Singleton
final class Handshake {

    /** The two that are always subscribed may be named in a resume string too. */
    private static final int AUTOMATIC_CHANNELS = 2;

    private final TokenVerifier verifier;
    private final OriginPolicy origins;
    private final HandshakeRate rate;
    private final AppRate appRate;
    private final Admission admission;
    private final Deliverers deliverers;
    private final Revocations revocations;
    private final Sessions sessions;
    private final LimitsByApp limits;

    @Inject
    Handshake(
            TokenVerifier verifier,
            OriginPolicy origins,
            HandshakeRate rate,
            AppRate appRate,
            Admission admission,
            Deliverers deliverers,
            Revocations revocations,
            Sessions sessions,
            LimitsByApp limits) {
        this.verifier = verifier;
        this.origins = origins;
        this.rate = rate;
        this.appRate = appRate;
        this.admission = admission;
        this.deliverers = deliverers;
        this.revocations = revocations;
        this.sessions = sessions;
        this.limits = limits;
    }

    /** Completes with who was admitted, or fails with a {@link Refusal}, on the connection's event loop. */
    Future<Admitted> perform(HttpServerRequest request) {
        NettySocket socket = NettySocket.of(request);
        MultiMap query = query(request);
        if (sessions.draining()) {
            throw new Refusal(ProblemCode.DRAINING, "connect anew: another instance takes over");
        }
        if (!deliverers.of(socket.eventLoop()).isOpen()) {
            throw new Refusal(ProblemCode.LOG_UNAVAILABLE, "this instance has not read the log yet");
        }
        admission.requireRoom();
        if (!rate.admits(request.remoteAddress().hostAddress(), System.nanoTime())) {
            throw new Refusal(ProblemCode.TOO_MANY_CONNECTIONS, "too many handshakes from this address");
        }
        String token = TokenCarrier.find(request, query)
                .orElseThrow(() -> new Refusal(ProblemCode.TOKEN_MISSING, "send a connection token"));
        return Future.fromCompletionStage(verifier.connection(token), Vertx.currentContext())
                .map(verdict -> admit(request, query, accepted(verdict), socket));
    }

    private static MultiMap query(HttpServerRequest request) {
        try {
            return request.params(true);
        } catch (IllegalArgumentException e) {
            throw new Refusal(ProblemCode.MALFORMED, "a query that is not percent-encoded");
        }
    }

    private static ConnectionToken accepted(Verdict<ConnectionToken> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<ConnectionToken>(ConnectionToken token) -> token;
            case Verdict.Refused<ConnectionToken>(ProblemCode code) ->
                throw new Refusal(code, "get a new connection token");
        };
    }

    private Admitted admit(HttpServerRequest request, MultiMap query, ConnectionToken token, NettySocket socket) {
        if (!origins.allows(token.app(), Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN)))) {
            throw new Refusal(ProblemCode.ORIGIN_REFUSED, "add the page's origin to the app's list");
        }
        if (revocations.isRevoked(token.app(), token.user(), token.session(), token.issuedAt())) {
            throw new Refusal(ProblemCode.REVOKED, "sign in again");
        }
        if (!appRate.admits(token.app(), System.nanoTime())) {
            throw new Refusal(ProblemCode.TOO_MANY_CONNECTIONS, "too many handshakes of this app");
        }
        Optional<ResumeString> resume =
                resume(request, query, limits.of(token.app()).channels() + AUTOMATIC_CHANNELS);
        resume.ifPresent(from -> requireAccess(token, from));
        resume.ifPresent(from -> requireLog(token, from, deliverers.of(socket.eventLoop())));
        Admission.User user = new Admission.User(token.app(), token.user());
        Admitted.Place place = admission.admit(user);
        // Whatever becomes of it: without its connection it needs no place.
        Runnable callOff = socket.onClose(place::close);
        return new Admitted(token, resume, socket, () -> {
            place.close();
            callOff.run();
        });
    }

    private static Optional<ResumeString> resume(HttpServerRequest request, MultiMap query, int maxChannels) {
        String text = Optional.ofNullable(request.getHeader("Last-Event-ID")).orElse(query.get("resume"));
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        return switch (ResumeString.parse(text, maxChannels)) {
            case ResumeString.Parsed.Resume(ResumeString value) -> Optional.of(value);
            case ResumeString.Parsed.Malformed() ->
                throw new Refusal(
                        ProblemCode.BAD_RESUME, "<epoch>;<channel>~<offset>, at most " + maxChannels + " channels");
            case ResumeString.Parsed.NoChannel(String name) ->
                throw new Refusal(ProblemCode.BAD_CHANNEL, "the resume string names no channel there");
        };
    }

    /** Another instance may have it in memory; and where none has, there is nothing new either. */
    private static void requireLog(ConnectionToken token, ResumeString resume, Deliverer deliverer) {
        resume.offsets().forEach((channel, offset) -> {
            AppChannel full = new AppChannel(token.app(), channel);
            if (offset.isPresent() && !deliverer.canServe(full, resume.epoch(), offset.getAsLong())) {
                throw new Refusal(ProblemCode.LOG_UNAVAILABLE, "what followed that position can't be read now");
            }
        });
    }

    private static void requireAccess(ConnectionToken token, ResumeString resume) {
        for (Channel channel : resume.offsets().keySet()) {
            if (!ChannelAccess.maySubscribe(token, channel)) {
                throw new Refusal(ProblemCode.CHANNEL_REFUSED, channel.name() + " is not open to this user");
            }
        }
    }
}
