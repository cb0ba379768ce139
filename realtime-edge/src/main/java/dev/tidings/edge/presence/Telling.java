package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.rendering.SharedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A channel's roster, being told to one event loop's watches: whatever several of them have to be told is encoded once. For the
 * time of one turn.
 */
final class Telling implements AutoCloseable {

    private record Change(Roster.Difference difference, Optional<SharedMessage> join, Optional<SharedMessage> leave) {}

    private final AppChannel channel;
    private final Roster roster;
    private final List<SharedMessage> messages = new ArrayList<>();
    private final Map<Roster, Change> changes = new HashMap<>();
    private SharedMessage state;

    Telling(AppChannel channel, Roster roster) {
        this.channel = channel;
        this.roster = roster;
    }

    /** What of it is new to that one. Whoever has written to it flushes it. */
    void tell(Watch watch) {
        Roster before = watch.tell(roster);
        if (before == null) {
            watch.outlet().write(state());
            return;
        }
        Change change = changes.computeIfAbsent(before, other -> change(roster.since(other)));
        if (change.difference().concerns(watch.user())) {
            // Nobody is told of oneself.
            change = change(change.difference().without(watch.user()));
        }
        change.join().ifPresent(watch.outlet()::write);
        change.leave().ifPresent(watch.outlet()::write);
    }

    private Change change(Roster.Difference difference) {
        return new Change(difference, message("join", difference.joined()), message("leave", difference.left()));
    }

    private SharedMessage state() {
        if (state == null) {
            state = keep(PresenceMessage.of(channel, "state", roster.members()));
        }
        return state;
    }

    private Optional<SharedMessage> message(String op, List<Member> members) {
        return members.isEmpty() ? Optional.empty() : Optional.of(keep(PresenceMessage.of(channel, op, members)));
    }

    private SharedMessage keep(SharedMessage message) {
        messages.add(message);
        return message;
    }

    @Override
    public void close() {
        messages.forEach(SharedMessage::close);
    }
}
