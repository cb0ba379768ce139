package dev.tidings.edge.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.problem.FrameError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.GrantToken;
import dev.tidings.contract.token.Verdict;
import dev.tidings.edge.config.Limits;
import dev.tidings.edge.log.EventWriter;
import dev.tidings.edge.protocol.ClientMessage;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import java.util.UUID;

/**
 * What a client asks over its connection, and the answers. Whatever takes time comes back to the event loop, where the
 * session may have ended meanwhile. Event-loop confined.
 */
final class Requests {

    private final Session session;
    private final Subscriptions subscriptions;
    private final LoopServices services;
    private final Limits limits;
    private final MessageRate rate;
    private final BadMessages badMessages;

    Requests(Session session, Subscriptions subscriptions, LoopServices services, long nowNanos) {
        this.session = session;
        this.subscriptions = subscriptions;
        this.services = services;
        this.limits = services.limits().of(session.token().app());
        this.rate = new MessageRate(
                limits.messagesPerSecond(),
                limits.messageBurst(),
                services.config().overRate(),
                nowNanos);
        this.badMessages = new BadMessages(services.config().badMessagesPerMinute(), nowNanos);
    }

    void text(String text, long now) {
        if (ByteBufUtil.utf8Bytes(text) > limits.messageBytes()) {
            session.end(CloseCode.TOO_BIG);
        } else if (isWithinRate(now)) {
            answer(Messages.decode(text), now);
        }
    }

    void binary(long now) {
        if (isWithinRate(now)) {
            answer(new ClientMessage.Bad(FrameError.BAD_MESSAGE, "text only", null), now);
        }
    }

    /** Asks for nothing, but counts. */
    void control(long now) {
        isWithinRate(now);
    }

    private boolean isWithinRate(long now) {
        return switch (rate.take(now)) {
            case WITHIN -> true;
            case OVER -> false;
            case OVER_AND_TO_BE_TOLD -> {
                refuse(FrameError.RATE_LIMITED, "dropped: too many messages", null);
                yield false;
            }
            case OVER_FOR_LONG -> {
                session.end(CloseCode.OVER_RATE);
                yield false;
            }
        };
    }

    private void answer(ClientMessage message, long now) {
        switch (message) {
            case ClientMessage.Subscribe subscribe -> subscribe(subscribe);
            case ClientMessage.Unsubscribe(Channel channel, JsonNode ref) -> unsubscribe(channel, ref);
            case ClientMessage.Refresh(String refreshed, JsonNode ref) -> refresh(refreshed, ref);
            case ClientMessage.Publish publish -> publish(publish);
            case ClientMessage.Pong() -> {}
            case ClientMessage.Bad(FrameError error, String what, JsonNode ref) -> {
                refuse(error, what, ref);
                if (error == FrameError.BAD_MESSAGE && badMessages.oneMoreIsTooMany(now)) {
                    session.end(CloseCode.TOO_MANY_BAD_MESSAGES);
                }
            }
        }
    }

    private void subscribe(ClientMessage.Subscribe request) {
        Channel channel = request.channel();
        if (ChannelAccess.maySubscribe(session.token(), channel)) {
            subscribeAllowed(request);
        } else if (request.grant().isPresent()) {
            services.credentials()
                    .grant(request.grant().get(), session.token())
                    .exceptionally(failure -> new Verdict.Refused<>(ProblemCode.TOKEN_INVALID))
                    .thenAccept(verdict -> later(() -> granted(verdict, request)));
        } else {
            refuse(FrameError.CHANNEL_REFUSED, channel.name() + " is not open to this user", request.ref());
        }
    }

    private void granted(Verdict<GrantToken> verdict, ClientMessage.Subscribe request) {
        switch (verdict) {
            case Verdict.Accepted<GrantToken>(GrantToken grant)
            when ChannelAccess.isFor(grant, session.token(), request.channel()) -> {
                if (subscribeAllowed(request)) {
                    subscriptions.grant(request.channel());
                }
            }
            case Verdict.Accepted<GrantToken> another ->
                refuse(FrameError.CHANNEL_REFUSED, "the grant is of another user or channel", request.ref());
            case Verdict.Refused<GrantToken>(ProblemCode code) -> refuseToken(code, request.ref());
        }
    }

    /** Answers whether it was. */
    private boolean subscribeAllowed(ClientMessage.Subscribe request) {
        int most = limits.channels();
        if (!subscriptions.contains(request.channel()) && subscriptions.asked() >= most) {
            refuse(FrameError.TOO_MANY_CHANNELS, "at most " + most + " channels", request.ref());
        } else if (!subscriptions.hasRoom(request.channel())) {
            refuse(FrameError.CHANNEL_REFUSED, "the channel has as many members as it may", request.ref());
        } else if (!subscriptions.canServe(request)) {
            refuse(FrameError.LOG_UNAVAILABLE, "what followed that position can't be read now", request.ref());
        } else {
            subscriptions.subscribe(request);
            return true;
        }
        return false;
    }

    private void unsubscribe(Channel channel, JsonNode ref) {
        if (subscriptions.isAutomatic(channel)) {
            refuse(FrameError.CHANNEL_REFUSED, channel.name() + " is always subscribed", ref);
        } else if (!subscriptions.drop(channel)) {
            refuse(FrameError.NOT_SUBSCRIBED, channel.name() + " is not subscribed", ref);
        } else {
            session.say(new ServerMessage.Unsubscribed(channel.name(), "requested", ref));
        }
    }

    private void publish(ClientMessage.Publish request) {
        ConnectionToken token = session.token();
        Channel channel = request.channel();
        if (!ChannelAccess.mayPublish(token, channel)) {
            refuse(FrameError.CHANNEL_REFUSED, "this user may not publish to " + channel.name(), request.ref());
            return;
        }
        CloudEvent event = CloudEvent.of(
                UUID.randomUUID().toString(),
                "/users/" + token.user(),
                "client." + request.event(),
                Instant.now(),
                request.data());
        services.writer()
                .write(new AppChannel(token.app(), channel), Messages.encode(event))
                .thenAccept(outcome -> later(() -> published(outcome, request)));
    }

    private void published(EventWriter.Outcome outcome, ClientMessage.Publish request) {
        switch (outcome) {
            case EventWriter.Outcome.Written(long offset) ->
                session.say(new ServerMessage.Published(
                        request.ref(), request.channel().name(), offset));
            case EventWriter.Outcome.Unavailable() ->
                refuse(FrameError.LOG_UNAVAILABLE, "the log did not confirm it, but may have it", request.ref());
        }
    }

    private void refresh(String text, JsonNode ref) {
        services.credentials()
                .connection(text)
                .exceptionally(failure -> new Verdict.Refused<>(ProblemCode.TOKEN_INVALID))
                .thenAccept(verdict -> later(() -> refreshed(verdict, ref)));
    }

    private void refreshed(Verdict<ConnectionToken> verdict, JsonNode ref) {
        ConnectionToken token = session.token();
        switch (verdict) {
            case Verdict.Accepted<ConnectionToken>(ConnectionToken fresh)
            when fresh.app().equals(token.app()) && fresh.user().equals(token.user()) -> {
                long expiresIn = session.renew(fresh);
                dropWhatIsNoLongerAllowed();
                session.say(new ServerMessage.Refreshed(expiresIn, ref));
            }
            case Verdict.Accepted<ConnectionToken> foreign ->
                refuse(FrameError.TOKEN_INVALID, "the token is of another user", ref);
            case Verdict.Refused<ConnectionToken>(ProblemCode code) -> refuseToken(code, ref);
        }
    }

    /** The new token counts for what is subscribed already, too; what a grant opened stays open. */
    private void dropWhatIsNoLongerAllowed() {
        for (Channel channel : subscriptions.notOpenTo(session.token())) {
            subscriptions.drop(channel);
            session.say(new ServerMessage.Unsubscribed(channel.name(), FrameError.CHANNEL_REFUSED.code(), null));
        }
    }

    private void refuseToken(ProblemCode code, JsonNode ref) {
        FrameError error = code == ProblemCode.TOKEN_EXPIRED ? FrameError.TOKEN_EXPIRED : FrameError.TOKEN_INVALID;
        refuse(error, "get a new token", ref);
    }

    private void refuse(FrameError error, String what, JsonNode ref) {
        session.say(ServerMessage.Refused.of(error, what, ref));
    }

    /** On the event loop, unless the session has ended by then. */
    private void later(Runnable answer) {
        services.deliverer().loop().execute(() -> {
            if (!session.hasEnded()) {
                answer.run();
            }
        });
    }
}
