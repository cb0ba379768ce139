package dev.tidings.edge.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever applies what is said between two rosters to the one has the other. */
class RosterTest {

    @Test
    void theDifferenceIsWhoCameAndWhoWent() {
        Roster.Difference difference = roster("bob", "carol", "eve").since(roster("ann", "carol", "dan", "zoe"));
        assertThat(difference.joined()).extracting(Member::user).containsExactly("bob", "eve");
        assertThat(difference.left()).extracting(Member::user).containsExactly("ann", "dan", "zoe");
    }

    @Test
    void nobodyIsToldOfOneself() {
        Roster.Difference difference = roster("bob", "carol").since(roster("ann", "dan"));
        assertThat(difference.concerns("carol")).isTrue();
        assertThat(difference.concerns("dan")).isTrue();
        assertThat(difference.concerns("eve")).isFalse();
        assertThat(difference.without("carol").joined())
                .extracting(Member::user)
                .containsExactly("bob");
        assertThat(difference.without("dan").left()).extracting(Member::user).containsExactly("ann");
    }

    @Test
    void betweenAnyTwoItLeadsFromTheOneToTheOther() {
        Random random = new Random(17);
        for (int round = 0; round < 1_000; round++) {
            List<String> before = some(random);
            List<String> after = some(random);
            Roster.Difference difference =
                    roster(after.toArray(String[]::new)).since(roster(before.toArray(String[]::new)));
            List<String> told = new ArrayList<>(before);
            difference
                    .left()
                    .forEach(member -> assertThat(told.remove(member.user())).isTrue());
            difference.joined().forEach(member -> assertThat(told).doesNotContain(member.user()));
            difference.joined().forEach(member -> told.add(member.user()));
            assertThat(told).containsExactlyInAnyOrderElementsOf(after);
        }
    }

    private static List<String> some(Random random) {
        TreeSet<String> names = new TreeSet<>();
        random.ints(random.nextInt(12), 0, 20).forEach(name -> names.add("u" + name));
        return List.copyOf(names);
    }

    private static Roster roster(String... users) {
        return new Roster(Stream.of(users)
                .sorted()
                .map(user -> new Member(user, new byte[0]))
                .toList());
    }
}
