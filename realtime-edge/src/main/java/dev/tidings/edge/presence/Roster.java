package dev.tidings.edge.presence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Who is on one channel at one moment, each user once, in the order of their names. Immutable; each is one of its own. That
 * two rosters can be compared is what presence is told by: whoever was told the one is told the difference to the other, and
 * nothing is kept for them in between.
 */
final class Roster {

    static final Roster EMPTY = new Roster(List.of());

    private final List<Member> members;

    /** What has to be said to whoever knows the roster before. */
    record Difference(List<Member> joined, List<Member> left) {

        boolean concerns(String user) {
            return contains(joined, user) || contains(left, user);
        }

        Difference without(String user) {
            return new Difference(others(joined, user), others(left, user));
        }

        private static List<Member> others(List<Member> members, String user) {
            return members.stream()
                    .filter(member -> !member.user().equals(user))
                    .toList();
        }
    }

    Roster(List<Member> members) {
        this.members = List.copyOf(members);
    }

    List<Member> members() {
        return members;
    }

    Difference since(Roster before) {
        List<Member> joined = new ArrayList<>();
        List<Member> left = new ArrayList<>();
        int then = 0;
        for (Member member : members) {
            while (then < before.size() && before.user(then).compareTo(member.user()) < 0) {
                left.add(before.members.get(then++));
            }
            if (then < before.size() && before.user(then).equals(member.user())) {
                then++;
            } else {
                joined.add(member);
            }
        }
        left.addAll(before.members.subList(then, before.size()));
        return new Difference(joined, left);
    }

    boolean has(String user) {
        return contains(members, user);
    }

    /** Of members in the order of their names. */
    private static boolean contains(List<Member> members, String user) {
        Member wanted = new Member(user, new byte[0]);
        return Collections.binarySearch(members, wanted, Comparator.comparing(Member::user)) >= 0;
    }

    int size() {
        return members.size();
    }

    private String user(int index) {
        return members.get(index).user();
    }
}
