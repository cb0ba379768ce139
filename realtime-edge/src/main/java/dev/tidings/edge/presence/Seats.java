package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.presence.PresenceRecord.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The seats of all edges, by channel. As many as the edges let be taken, each of which bounds its own. Safe for use by any
 * thread: one channel's seats are touched by one at a time, and never for longer than it takes to look through them.
 */
final class Seats {

    private final Map<AppChannel, ChannelSeats> channels = new ConcurrentHashMap<>();

    void put(Seat seat, Member member) {
        channels.compute(seat.channel(), (channel, known) -> {
            ChannelSeats seats = known == null ? new ChannelSeats() : known;
            seats.put(seat.edge(), member);
            return seats;
        });
    }

    void remove(Seat seat) {
        channels.computeIfPresent(seat.channel(), (channel, seats) -> {
            seats.remove(seat.edge(), seat.user());
            return seats.isEmpty() ? null : seats;
        });
    }

    /** Forgets what other edges said. */
    void keepOnly(String edge) {
        for (AppChannel channel : channels.keySet()) {
            channels.computeIfPresent(channel, (same, seats) -> {
                seats.keepOnly(edge);
                return seats.isEmpty() ? null : seats;
            });
        }
    }

    Optional<Member> find(Seat seat) {
        List<Member> found = new ArrayList<>(1);
        channels.computeIfPresent(seat.channel(), (channel, seats) -> {
            seats.of(seat.edge(), seat.user()).ifPresent(found::add);
            return seats;
        });
        return found.stream().findFirst();
    }

    boolean hasRoom(AppChannel channel, int most, String user) {
        boolean[] room = {true};
        channels.computeIfPresent(channel, (same, seats) -> {
            room[0] = seats.hasRoom(most, user);
            return seats;
        });
        return room[0];
    }

    Roster roster(AppChannel channel, Predicate<String> isAlive) {
        List<Roster> roster = new ArrayList<>(1);
        channels.computeIfPresent(channel, (same, seats) -> {
            roster.add(seats.roster(isAlive));
            return seats;
        });
        return roster.isEmpty() ? Roster.EMPTY : roster.getFirst();
    }

    List<Seat> of(String edge) {
        List<Seat> all = new ArrayList<>();
        for (AppChannel channel : channels.keySet()) {
            channels.computeIfPresent(channel, (same, seats) -> {
                seats.usersOf(edge).forEach(user -> all.add(new Seat(edge, channel, user)));
                return seats;
            });
        }
        return all;
    }

    Set<AppChannel> channels() {
        return channels.keySet();
    }
}
