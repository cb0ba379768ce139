package dev.tidings.edge.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.FrameError;
import dev.tidings.contract.token.ConnectionToken;
import dev.tidings.edge.delivery.Deliverer;
import dev.tidings.edge.delivery.Subscription;
import dev.tidings.edge.presence.Attendance;
import dev.tidings.edge.presence.Presence;
import dev.tidings.edge.protocol.ClientMessage;
import dev.tidings.edge.protocol.ServerMessage;
import dev.tidings.edge.rendering.Outlet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one connection is subscribed to: each channel once, the automatic two first and always. Who may subscribe to what
 * was asked before. Event-loop confined.
 */
final class Subscriptions {

    /** The channels that are subscribed by themselves. */
    private static final int AUTOMATIC = 2;

    private final String app;
    private final Channel.User user;
    private final Outlet outlet;
    private final Deliverer deliverer;
    private final Presence presence;
    private final Map<String, Object> info;
    /** In the order they came. A list, because most have two and nobody has many: a map would cost more than it saves. */
    private final List<Subscription> all = new ArrayList<>(AUTOMATIC);
    /** Of those, what a grant opened; most have none. */
    private Set<Channel> granted = Set.of();
    /** On its presence channels; most have none. */
    private Optional<Attendance> attendance = Optional.empty();

    Subscriptions(ConnectionToken token, Outlet outlet, LoopServices services) {
        this.app = token.app();
        this.user = new Channel.User(token.user());
        this.outlet = outlet;
        this.deliverer = services.deliverer();
        this.presence = services.presence();
        this.info = token.info();
    }

    /** The automatic two, then what the resume string names besides. */
    void open(Optional<ResumeString> resume) {
        Map<Channel, OptionalLong> channels = new LinkedHashMap<>();
        channels.put(user, OptionalLong.empty());
        channels.put(Channel.EVERYONE, OptionalLong.empty());
        resume.ifPresent(from -> channels.putAll(from.offsets()));
        channels.forEach((channel, offset) -> {
            AppChannel full = new AppChannel(app, channel);
            all.add(
                    offset.isPresent()
                            ? deliverer.add(full, resume.orElseThrow().epoch(), offset.getAsLong(), outlet, null)
                            : deliverer.add(full, outlet, null));
        });
        // Only when all are there: what comes now may carry the position of the whole connection.
        List.copyOf(all).forEach(this::begin);
    }

    private void begin(Subscription subscription) {
        deliverer.begin(subscription);
        // Unless what was written just now showed that the connection is gone.
        if (subscription.channel() instanceof Channel.Presence && outlet.stays() && all.contains(subscription)) {
            enter(subscription);
        }
    }

    private void enter(Subscription subscription) {
        Channel channel = subscription.channel();
        if (hasRoom(channel)) {
            attendance = attendance.or(() -> Optional.of(presence.attendance(deliverer.loop(), outlet)));
            attendance.get().enter(new AppChannel(app, channel), user.id(), info, subscription::isAnnounced);
        } else {
            drop(channel);
            outlet.write(new ServerMessage.Unsubscribed(channel.name(), FrameError.CHANNEL_REFUSED.code(), null));
        }
    }

    /** Whether it is no channel that has members, or may have one more. */
    boolean hasRoom(Channel channel) {
        return !(channel instanceof Channel.Presence) || presence.hasRoom(new AppChannel(app, channel), user.id());
    }

    /** The whole connection's: whoever comes back with it misses nothing. */
    ResumeString position() {
        Map<Channel, OptionalLong> offsets = new LinkedHashMap<>();
        for (Subscription subscription : all) {
            offsets.put(subscription.channel(), OptionalLong.of(deliverer.position(subscription)));
        }
        return new ResumeString(deliverer.epoch(), offsets);
    }

    boolean contains(Channel channel) {
        return find(channel).isPresent();
    }

    /** How many there are besides the automatic two. */
    int asked() {
        return all.size() - AUTOMATIC;
    }

    boolean isAutomatic(Channel channel) {
        return channel.equals(Channel.EVERYONE) || channel.equals(user);
    }

    /** False where what it asks for can't be had at the moment. */
    boolean canServe(ClientMessage.Subscribe request) {
        AppChannel full = new AppChannel(app, request.channel());
        return request.since()
                .map(since -> deliverer.canServe(full, since.epoch(), since.offset()))
                .orElse(true);
    }

    /** In the place of the one that the channel has already, if it has. */
    void subscribe(ClientMessage.Subscribe request) {
        // It keeps its seat on a presence channel: whoever asks anew has not been away.
        find(request.channel()).ifPresent(this::remove);
        AppChannel full = new AppChannel(app, request.channel());
        JsonNode ref = request.ref();
        Subscription subscription = request.since()
                .map(since -> deliverer.add(full, since.epoch(), since.offset(), outlet, ref))
                .orElseGet(() -> deliverer.add(full, outlet, ref));
        all.add(subscription);
        begin(subscription);
    }

    /** A grant opened it: no token that comes later closes it. */
    void grant(Channel channel) {
        if (granted.isEmpty()) {
            granted = new HashSet<>();
        }
        granted.add(channel);
    }

    /** Answers whether there was one. */
    boolean drop(Channel channel) {
        Optional<Subscription> found = find(channel);
        found.ifPresent(subscription -> {
            remove(subscription);
            attendance.ifPresent(present -> present.leave(channel));
        });
        return found.isPresent();
    }

    private void remove(Subscription subscription) {
        all.remove(subscription);
        if (!granted.isEmpty()) {
            granted.remove(subscription.channel());
        }
        deliverer.unsubscribe(subscription);
    }

    /** What that token doesn't open, nor did a grant. */
    List<Channel> notOpenTo(ConnectionToken token) {
        return all.stream()
                .map(Subscription::channel)
                .filter(channel -> !ChannelAccess.maySubscribe(token, channel) && !granted.contains(channel))
                .toList();
    }

    /** The peer has read enough to be written to again. */
    void resumeReading() {
        List.copyOf(all).forEach(deliverer::resumeReading);
        tellPresence();
    }

    /** What could not be told of it may be possible now. */
    void tellPresence() {
        attendance.ifPresent(Attendance::tellAgain);
    }

    void end() {
        all.forEach(deliverer::unsubscribe);
        all.clear();
        attendance.ifPresent(Attendance::end);
        attendance = Optional.empty();
    }

    private Optional<Subscription> find(Channel channel) {
        for (Subscription subscription : all) {
            if (subscription.channel().equals(channel)) {
                return Optional.of(subscription);
            }
        }
        return Optional.empty();
    }
}
