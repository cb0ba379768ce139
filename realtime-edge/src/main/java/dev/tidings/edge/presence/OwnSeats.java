package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.presence.PresenceRecord.Seat;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The seats that this edge's connections take. It is this edge that knows them: its word counts here at once, and the topic's
 * is made to follow. Bounded by the connections and their channels. Safe for use by any thread.
 */
final class OwnSeats {

    private final String edge;
    private final Seats seats;
    /** How many connections a seat has: with the first it is taken, with the last it is left. */
    private final Map<Seat, Integer> connections = new ConcurrentHashMap<>();

    private final Map<AppChannel, Integer> byChannel = new ConcurrentHashMap<>();
    /** Of which the topic may hold something else. */
    private final Set<Seat> unwritten = ConcurrentHashMap.newKeySet();

    OwnSeats(String edge, Seats seats) {
        this.edge = edge;
        this.seats = seats;
    }

    Seat seat(AppChannel channel, String user) {
        return new Seat(edge, channel, user);
    }

    void enter(Seat seat, Member member) {
        connections.compute(seat, (same, count) -> {
            seats.put(seat, member);
            if (count == null) {
                byChannel.merge(seat.channel(), 1, Integer::sum);
            }
            return count == null ? 1 : count + 1;
        });
        unwritten.add(seat);
    }

    void leave(Seat seat) {
        connections.computeIfPresent(seat, (same, count) -> {
            if (count > 1) {
                return count - 1;
            }
            seats.remove(seat);
            byChannel.computeIfPresent(seat.channel(), (channel, taken) -> taken == 1 ? null : taken - 1);
            unwritten.add(seat);
            return null;
        });
    }

    /** Whether anybody here would be told of it. */
    boolean areOn(AppChannel channel) {
        return byChannel.containsKey(channel);
    }

    /** What the topic was found to hold of one of these; where that is not so, it is written again. */
    void found(Seat seat, Optional<Member> written) {
        Optional<Member> actual = seats.find(seat);
        boolean same = actual.isPresent() == written.isPresent()
                && actual.map(member -> Arrays.equals(
                                member.info(), written.orElseThrow().info()))
                        .orElse(true);
        if (!same) {
            unwritten.add(seat);
        }
    }

    boolean has(Seat seat) {
        return seat.edge().equals(edge);
    }

    void writeAllAgain() {
        unwritten.addAll(connections.keySet());
    }

    void writeAgain(Seat seat) {
        unwritten.add(seat);
    }

    /** To be taken out by whoever writes them. */
    Set<Seat> unwritten() {
        return unwritten;
    }

    /** What the topic has to hold of it. */
    Optional<Member> find(Seat seat) {
        return seats.find(seat);
    }

    int size() {
        return connections.size();
    }
}
