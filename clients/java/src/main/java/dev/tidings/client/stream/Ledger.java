package dev.tidings.client.stream;

import dev.tidings.client.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What was read, channel by channel: takes the server's messages, drops what is there already, finds what is missing, and
 * makes signals of the rest. Knows of no socket. Confined to the stream's loop.
 */
final class Ledger {

    /** Where the ledger tells what came of a message. */
    interface Entries {
        void signal(Signal signal);

        /** Something is missing before an event: the channel is to be asked for again, with its position. */
        void askAgain(String channel);

        /** This connection doesn't keep its word; another one may. */
        void giveUpConnection(String why);
    }

    /** How a channel stands on the connection of the moment. */
    private static final class Wanted {
        /** Nothing of it counts before the server has said from where on. */
        boolean isAwaited = true;
        /** It was asked for again, and nothing has come since. */
        boolean wasRepaired;
        /** Of the last request for it; an answer to an earlier one says nothing any more. */
        OptionalLong ref = OptionalLong.empty();
    }

    private static final String EVERYONE = "everyone";

    private final Entries entries;
    private final Map<String, Wanted> wanted = new LinkedHashMap<>();
    private Positions positions;
    private String epoch = "";
    private String own = "";

    Ledger(Positions from, Set<String> channels, Entries entries) {
        this.positions = from;
        this.entries = entries;
        from.channels().forEach(channel -> wanted.put(channel, new Wanted()));
        channels.forEach(channel -> wanted.put(channel, new Wanted()));
    }

    /** What was read of all channels, to go on from on another connection. */
    Positions positions() {
        return positions;
    }

    Set<String> channels() {
        return Set.copyOf(wanted.keySet());
    }

    void want(String channel) {
        wanted.put(channel, new Wanted());
    }

    void forget(String channel) {
        wanted.remove(channel);
        positions = positions.without(channel);
    }

    boolean wants(String channel) {
        return wanted.containsKey(channel);
    }

    /** Whether it comes by itself, unasked. */
    boolean isAutomatic(String channel) {
        return channel.equals(EVERYONE) || channel.equals(own) || (own.isEmpty() && channel.startsWith("user:"));
    }

    /** The channel was asked for under that name. */
    void asked(String channel, long ref) {
        Wanted state = wanted.get(channel);
        if (state != null) {
            state.isAwaited = true;
            state.ref = OptionalLong.of(ref);
        }
    }

    /** What the next connection says has nothing to do with what the last one said. */
    void connectionBegins() {
        epoch = "";
        wanted.values().forEach(state -> {
            state.isAwaited = true;
            state.wasRepaired = false;
            state.ref = OptionalLong.empty();
        });
    }

    void welcome(Json message) {
        epoch = message.get("epoch").text("");
        String user = message.get("user").text("");
        own = "user:" + user;
        wanted.computeIfAbsent(own, any -> new Wanted());
        wanted.computeIfAbsent(EVERYONE, any -> new Wanted());
        entries.signal(new Signal.Connected(message.get("session").text(""), user, positions));
    }

    void subscribed(Json message) {
        String channel = message.get("channel").text("");
        Wanted state = wanted.get(channel);
        OptionalLong offset = message.get("offset").integer();
        OptionalLong ref = message.get("ref").integer();
        if (state == null || offset.isEmpty() || (ref.isPresent() && !ref.equals(state.ref))) {
            return;
        }
        epoch = message.get("epoch").text(epoch);
        state.isAwaited = false;
        Optional<Position> before = positions.of(channel);
        boolean sameLog = before.isPresent() && before.get().epoch().equals(epoch);
        if (message.get("recovered").truth().orElse(false)) {
            // It may be behind what came by the connection before this one.
            arriveAt(channel, sameLog ? Math.max(before.get().offset(), offset.getAsLong()) : offset.getAsLong());
            entries.signal(new Signal.Recovered(channel, offset.getAsLong(), positions));
        } else if (before.isEmpty()) {
            arriveAt(channel, offset.getAsLong());
            entries.signal(new Signal.Subscribed(channel, offset.getAsLong(), positions));
        } else {
            // Also where the server says nothing of the position that it was given: what lies between was not had.
            Signal.Gap.Reason reason = reason(message);
            boolean holds = sameLog && (reason == Signal.Gap.Reason.EXPIRED || reason == Signal.Gap.Reason.TOO_FAR);
            arriveAt(channel, holds ? Math.max(before.get().offset(), offset.getAsLong()) : offset.getAsLong());
            entries.signal(new Signal.Gap(channel, reason, offset.getAsLong(), positions));
        }
    }

    void event(Json message) {
        String channel = message.get("channel").text("");
        Wanted state = wanted.get(channel);
        OptionalLong offset = message.get("offset").integer();
        if (state == null || state.isAwaited || offset.isEmpty()) {
            return;
        }
        long have = positions.of(channel).map(Position::offset).orElse(Position.NOTHING);
        if (offset.getAsLong() <= have) {
            return;
        }
        OptionalLong previous = message.get("prev").integer();
        if (previous.isPresent() && previous.getAsLong() > have) {
            repair(channel, state);
            return;
        }
        state.wasRepaired = false;
        arriveAt(channel, offset.getAsLong());
        entries.signal(new Signal.Event(channel, offset.getAsLong(), new CloudEvent(message.get("event")), positions));
    }

    private void repair(String channel, Wanted state) {
        if (state.wasRepaired) {
            entries.giveUpConnection("events of " + channel + " are missing");
            return;
        }
        state.wasRepaired = true;
        state.isAwaited = true;
        entries.askAgain(channel);
    }

    void live(Json message) {
        String channel = message.get("channel").text("");
        Wanted state = wanted.get(channel);
        OptionalLong offset = message.get("offset").integer();
        if (state == null || state.isAwaited || offset.isEmpty()) {
            return;
        }
        // A channel on which nothing comes moves on, too: or it would one day be too old to go on from.
        long have = positions.of(channel).map(Position::offset).orElse(Position.NOTHING);
        arriveAt(channel, Math.max(have, offset.getAsLong()));
        entries.signal(new Signal.Live(channel, offset.getAsLong(), positions));
    }

    void unsubscribed(Json message) {
        String channel = message.get("channel").text("");
        String code = message.get("code").text("");
        // By request it was forgotten when that was made, and may be wanted again by now.
        if (wanted.containsKey(channel) && !code.equals("requested")) {
            forget(channel);
            entries.signal(new Signal.Unsubscribed(channel, code, positions));
        }
    }

    /** What was asked for under that name was refused. */
    void refused(long ref, Json message) {
        for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
            if (entry.getValue().ref.equals(OptionalLong.of(ref)) && entry.getValue().isAwaited) {
                String channel = entry.getKey();
                if (isAutomatic(channel)) {
                    entries.giveUpConnection(channel + " can't be subscribed again");
                    return;
                }
                forget(channel);
                entries.signal(new Signal.Refused(
                        channel,
                        message.get("code").text(""),
                        message.get("message").text(""),
                        positions));
                return;
            }
        }
    }

    void presence(Json message) {
        String channel = message.get("channel").text("");
        List<Member> members = message.get("members").list().stream()
                .map(member -> new Member(member.get("user").text(""), member.get("info")))
                .toList();
        if (!wanted.containsKey(channel)) {
            return;
        }
        change(message.get("op").text(""))
                .ifPresent(change -> entries.signal(new Signal.Presence(channel, change, members, positions)));
    }

    private void arriveAt(String channel, long offset) {
        positions = positions.with(new Position(channel, epoch, offset));
    }

    private static Signal.Gap.Reason reason(Json message) {
        return switch (message.get("reason").text("")) {
            case "epoch" -> Signal.Gap.Reason.EPOCH;
            case "expired" -> Signal.Gap.Reason.EXPIRED;
            case "too-far" -> Signal.Gap.Reason.TOO_FAR;
            default -> Signal.Gap.Reason.UNKNOWN;
        };
    }

    private static Optional<Signal.Presence.Change> change(String op) {
        return switch (op) {
            case "state" -> Optional.of(Signal.Presence.Change.STATE);
            case "join" -> Optional.of(Signal.Presence.Change.JOIN);
            case "leave" -> Optional.of(Signal.Presence.Change.LEAVE);
            default -> Optional.empty();
        };
    }
}
