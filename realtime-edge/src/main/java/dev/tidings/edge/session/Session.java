package dev.tidings.edge.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.contract.problem.FrameError;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.contract.token.GrantToken;
import dev.tidings.contract.token.Verdict;
import dev.tidings.edge.config.EdgeConfig;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.delivery.Subscription;
import dev.tidings.edge.log.EventWriter;
import dev.tidings.edge.protocol.ClientMessage;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One connection, from its welcome to its end, whatever its way of reading. Event-loop confined. */
public final class Session {

    /** The channels that are subscribed by themselves. */
    private static final int AUTOMATIC = 2;

    private final Deliverer deliverer;
    private final Credentials credentials;
    private final EventWriter writer;
    private final EdgeConfig.Sessions config;
    private final Outlet outlet;
    private final Pulse pulse;
    private final MessageRate rate;
    private final BadMessages badMessages;
    private final Expiry expiry;
    private final Map<Channel, Subscription> subscriptions = new LinkedHashMap<>();

    private ConnectionToken token;
    private boolean ended;

    Session(
            ConnectionToken token,
            Outlet outlet,
            Deliverer deliverer,
            Credentials credentials,
            EventWriter writer,
            EdgeConfig.Sessions config) {
        long now = System.nanoTime();
        this.token = token;
        this.outlet = outlet;
        this.deliverer = deliverer;
        this.credentials = credentials;
        this.writer = writer;
        this.config = config;
        this.pulse = new Pulse(config, now);
        this.rate = new MessageRate(config.messagesPerSecond(), config.messageBurst(), config.overRate(), now);
        this.badMessages = new BadMessages(config.badMessagesPerMinute(), now);
        this.expiry = new Expiry(Instant.now(), token.connectionExpiresAt());
    }

    /** Welcomes, then subscribes: the automatic two first, then what the resume string names besides. */
    void open(Optional<ResumeString> resume) {
        if (ended) {
            // It was gone before it began; whatever is subscribed now would stay for ever.
            return;
        }
        outlet.write(new ServerMessage.Welcome(
                token.session(),
                token.user(),
                deliverer.epoch().text(),
                config.heartbeat().toSeconds(),
                expiry.secondsLeft(Instant.now())));
        Map<Channel, OptionalLong> channels = new LinkedHashMap<>();
        channels.put(new Channel.User(token.user()), OptionalLong.empty());
        channels.put(Channel.EVERYONE, OptionalLong.empty());
        resume.ifPresent(from -> channels.putAll(from.offsets()));
        channels.forEach((channel, offset) -> {
            AppChannel full = new AppChannel(token.app(), channel);
            subscriptions.put(
                    channel,
                    offset.isPresent()
                            ? deliverer.add(full, resume.orElseThrow().epoch(), offset.getAsLong(), outlet, null)
                            : deliverer.add(full, outlet, null));
        });
        List.copyOf(subscriptions.values()).forEach(deliverer::begin);
        outlet.flush();
    }

    /** The whole connection's: whoever comes back with it misses nothing. */
    ResumeString position() {
        Map<Channel, OptionalLong> offsets = new LinkedHashMap<>();
        subscriptions.forEach(
                (channel, subscription) -> offsets.put(channel, OptionalLong.of(deliverer.position(subscription))));
        return new ResumeString(deliverer.epoch(), offsets);
    }

    /** A message came in. */
    public void receive(String text) {
        if (ended) {
            return;
        }
        long now = System.nanoTime();
        pulse.heard(now);
        switch (rate.take(now)) {
            case WITHIN -> answer(Messages.decode(text), now);
            case OVER -> refuse(FrameError.RATE_LIMITED, "dropped: too many messages", null);
            case OVER_FOR_LONG -> end(CloseCode.OVER_RATE);
        }
    }

    /** A sign of life came in: anything that the peer sends. */
    public void heard() {
        pulse.heard(System.nanoTime());
    }

    /** What is no message of the protocol, but came as one: binary. */
    public void receiveBinary() {
        long now = System.nanoTime();
        pulse.heard(now);
        answer(new ClientMessage.Bad(FrameError.BAD_MESSAGE, "text only", null), now);
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
                    end(CloseCode.TOO_MANY_BAD_MESSAGES);
                }
            }
        }
    }

    private void subscribe(ClientMessage.Subscribe request) {
        Channel channel = request.channel();
        if (ChannelAccess.maySubscribe(token, channel)) {
            subscribeAllowed(request);
        } else if (request.grant().isPresent()) {
            credentials
                    .grant(request.grant().get(), token)
                    .thenAccept(verdict -> deliverer.loop().execute(() -> granted(verdict, request)));
        } else {
            refuse(FrameError.CHANNEL_REFUSED, channel.name() + " is not open to this user", request.ref());
        }
    }

    private void granted(Verdict<GrantToken> verdict, ClientMessage.Subscribe request) {
        if (ended) {
            return;
        }
        switch (verdict) {
            case Verdict.Accepted<GrantToken>(GrantToken grant)
            when ChannelAccess.isFor(grant, token, request.channel()) -> subscribeAllowed(request);
            case Verdict.Accepted<GrantToken> another ->
                refuse(FrameError.CHANNEL_REFUSED, "the grant is of another user or channel", request.ref());
            case Verdict.Refused<GrantToken>(ProblemCode code) -> refuseToken(code, request.ref());
        }
    }

    private void subscribeAllowed(ClientMessage.Subscribe request) {
        Channel channel = request.channel();
        if (ended) {
            return;
        }
        if (!subscriptions.containsKey(channel) && subscriptions.size() >= config.channels() + AUTOMATIC) {
            refuse(FrameError.TOO_MANY_CHANNELS, "at most " + config.channels() + " channels", request.ref());
        } else {
            drop(channel);
            AppChannel full = new AppChannel(token.app(), channel);
            Subscription subscription = request.since()
                    .map(since -> deliverer.add(full, since.epoch(), since.offset(), outlet, request.ref()))
                    .orElseGet(() -> deliverer.add(full, outlet, request.ref()));
            subscriptions.put(channel, subscription);
            deliverer.begin(subscription);
        }
    }

    private void unsubscribe(Channel channel, JsonNode ref) {
        if (isAutomatic(channel)) {
            refuse(FrameError.CHANNEL_REFUSED, channel.name() + " is always subscribed", ref);
        } else if (!drop(channel)) {
            refuse(FrameError.NOT_SUBSCRIBED, channel.name() + " is not subscribed", ref);
        } else {
            say(new ServerMessage.Unsubscribed(channel.name(), "requested", ref));
        }
    }

    /** Ends the channel's subscription, if there is one: another may take its place. */
    private boolean drop(Channel channel) {
        Subscription subscription = subscriptions.remove(channel);
        if (subscription == null) {
            return false;
        }
        deliverer.unsubscribe(subscription);
        return true;
    }

    private boolean isAutomatic(Channel channel) {
        return channel.equals(Channel.EVERYONE) || channel.equals(new Channel.User(token.user()));
    }

    private void publish(ClientMessage.Publish request) {
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
        writer.write(new AppChannel(token.app(), channel), Messages.encode(event))
                .thenAccept(outcome -> deliverer.loop().execute(() -> published(outcome, request)));
    }

    private void published(EventWriter.Outcome outcome, ClientMessage.Publish request) {
        if (ended) {
            return;
        }
        switch (outcome) {
            case EventWriter.Outcome.Written(long offset) ->
                say(new ServerMessage.Published(request.ref(), request.channel().name(), offset));
            case EventWriter.Outcome.Unavailable() ->
                refuse(FrameError.LOG_UNAVAILABLE, "the log did not confirm it, but may have it", request.ref());
        }
    }

    private void refresh(String text, JsonNode ref) {
        credentials.connection(text).thenAccept(verdict -> deliverer.loop().execute(() -> refreshed(verdict, ref)));
    }

    private void refreshed(Verdict<ConnectionToken> verdict, JsonNode ref) {
        if (ended) {
            return;
        }
        switch (verdict) {
            case Verdict.Accepted<ConnectionToken>(ConnectionToken fresh)
            when fresh.app().equals(token.app()) && fresh.user().equals(token.user()) -> {
                Instant now = Instant.now();
                token = fresh;
                expiry.extend(now, fresh.connectionExpiresAt());
                say(new ServerMessage.Refreshed(expiry.secondsLeft(now), ref));
            }
            case Verdict.Accepted<ConnectionToken> foreign ->
                refuse(FrameError.TOKEN_INVALID, "the token is of another user", ref);
            case Verdict.Refused<ConnectionToken>(ProblemCode code) -> refuseToken(code, ref);
        }
    }

    private void refuseToken(ProblemCode code, JsonNode ref) {
        FrameError error = code == ProblemCode.TOKEN_EXPIRED ? FrameError.TOKEN_EXPIRED : FrameError.TOKEN_INVALID;
        refuse(error, "get a new token", ref);
    }

    /** Tells the peer its own moment to come back elsewhere, and ends then. */
    void drain(Duration within) {
        if (!ended) {
            say(new ServerMessage.Draining(within.toMillis() / 1_000.0));
            deliverer.loop().schedule(() -> end(CloseCode.GOING_AWAY), within.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Its user, or this session of theirs, was revoked after its token was issued. */
    void endIfRevoked() {
        if (credentials.isRevoked(token)) {
            end(CloseCode.REVOKED);
        }
    }

    /** The peer has read enough to be written to again. */
    void writable() {
        subscriptions.values().forEach(deliverer::resumeReading);
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
        if (!outlet.hears()) {
            pulse.heard(nowNanos);
        }
        switch (pulse.check(nowNanos, outlet.takeWritten(), outlet.unsent())) {
            case PING -> say(new ServerMessage.Ping());
            case DEAD -> outlet.abort();
            case STUCK -> end(CloseCode.NO_PROGRESS);
            case FINE -> {}
        }
    }

    /** Says why, and ends the connection. */
    public void end(CloseCode code) {
        if (!ended) {
            closed();
            outlet.close(code);
        }
    }

    /** The connection is over, in whatever way; said again, it changes nothing. */
    void closed() {
        ended = true;
        subscriptions.values().forEach(deliverer::unsubscribe);
        subscriptions.clear();
    }

    private void refuse(FrameError error, String what, JsonNode ref) {
        say(ServerMessage.Refused.of(error, what, ref));
    }

    private void say(ServerMessage message) {
        outlet.write(message);
        outlet.flush();
    }
}
