package dev.tidings.edge.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** One channel's seats, by user and then by edge. Whoever holds it guards it. */
final class ChannelSeats {

    private record Place(String user, String edge) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::user).thenComparing(Place::edge);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final TreeMap<Place, Member> members = new TreeMap<>();

    void put(String edge, Member member) {
        members.put(new Place(member.user(), edge), member);
    }

    void remove(String edge, String user) {
        members.remove(new Place(user, edge));
    }

    void keepOnly(String edge) {
        members.keySet().removeIf(place -> !place.edge().equals(edge));
    }

    /** What that user is seen as by that edge. */
    Optional<Member> of(String edge, String user) {
        return Optional.ofNullable(members.get(new Place(user, edge)));
    }

    List<String> usersOf(String edge) {
        return members.keySet().stream()
                .filter(place -> place.edge().equals(edge))
                .map(Place::user)
                .toList();
    }

    /** Whether there are fewer than so many, or that user is one of them. */
    boolean hasRoom(int most, String user) {
        Place next = members.ceilingKey(new Place(user, ""));
        return members.size() < most || (next != null && next.user().equals(user));
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** Of a user who is there by several edges, what the first says. */
    Roster roster(Predicate<String> isAlive) {
        List<Member> roster = new ArrayList<>(members.size());
        members.forEach((place, member) -> {
            boolean another = roster.isEmpty() || !roster.getLast().user().equals(place.user());
            if (another && isAlive.test(place.edge())) {
                roster.add(member);
            }
        });
        return new Roster(roster);
    }
}
