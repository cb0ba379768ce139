package dev.tidings.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.e2e.Eventually;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What has to be true after a load, whatever happened meanwhile: streams, feeds, counters and badges are what was accepted, and
 * whatever anybody was told was true at the position that was told with it.
 */
final class Exactness {

    private final Load load;
    private final List<Publication.Accepted> accepted;

    /** Of the first user's stream: it was there before anything was published. */
    private final List<Ear.Heard> broadcasts;

    private Exactness(Load load) {
        this.load = load;
        this.accepted = load.accepted();
        awaitHeard();
        this.broadcasts = load.users().getFirst().ear().everyone();
    }

    static void holds(Load load) {
        Exactness exactness = new Exactness(load);
        exactness.eachAcceptedIsHeardOnce();
        load.users().forEach(exactness::isExact);
    }

    private void awaitHeard() {
        Eventually.holds(
                "all that was accepted is on the streams",
                () -> load.users().stream().allMatch(user -> {
                    long own = lastAccepted("user:" + user.name());
                    long everyone = lastAccepted("everyone");
                    return last(user.ear().own()) >= own
                            && (everyone <= user.ear().everyoneFrom()
                                    || last(user.ear().everyone()) >= everyone);
                }));
    }

    private long lastAccepted(String channel) {
        return accepted.stream()
                .filter(each -> each.channel().equals(channel))
                .mapToLong(Publication.Accepted::offset)
                .max()
                .orElse(-1);
    }

    private static long last(List<Ear.Heard> events) {
        return events.isEmpty() ? -1 : events.getLast().offset();
    }

    /** And nothing else is heard than that and what was refused without a key, of which nobody can know. */
    private void eachAcceptedIsHeardOnce() {
        Set<String> unclear = new HashSet<>();
        load.refused().stream()
                .filter(refused -> refused.publication().key().isEmpty())
                .forEach(refused -> unclear.addAll(refused.publication().titles()));
        Stream<Stream<Publication.Accepted>> streams = Stream.concat(
                load.users().stream()
                        .map(user ->
                                notifications("user:" + user.name(), user.ear().own(), unclear)),
                Stream.of(notifications("everyone", broadcasts, unclear)));
        List<Publication.Accepted> heard = streams.flatMap(each -> each).toList();
        assertThat(without(accepted, heard)).as("accepted, and not heard").isEmpty();
        assertThat(without(heard, accepted)).as("heard, and not accepted there").isEmpty();
        assertThat(new HashSet<>(heard)).as("each once").hasSameSizeAs(heard);
    }

    private static Set<Publication.Accepted> without(
            List<Publication.Accepted> all, List<Publication.Accepted> others) {
        Set<Publication.Accepted> left = new HashSet<>(all);
        left.removeAll(new HashSet<>(others));
        return left;
    }

    private Stream<Publication.Accepted> notifications(String channel, List<Ear.Heard> events, Set<String> unclear) {
        Set<String> once = new HashSet<>(unclear);
        return events.stream()
                .filter(heard -> heard.type().equals("notification.created"))
                .filter(heard -> !once.remove(heard.data().path("title").asText()))
                .map(heard -> new Publication.Accepted(heard.event().path("id").asText(), channel, heard.offset()));
    }

    private void isExact(User user) {
        Ear ear = user.ear();
        assertThat(ear.faults()).as(user.name()).isEmpty();
        assertThat(ear.everyone())
                .as("what %s hears of broadcasts", user.name())
                .isEqualTo(broadcasts.stream()
                        .filter(heard -> heard.offset() > ear.everyoneFrom())
                        .toList());

        Eventually.holds("what was said is heard", () -> user.said() <= changes(ear.own()));
        long own = ear.lastThatCounts().orElse(-1);
        Eventually.holds(
                "the view has it",
                () -> user.counters().status() == 200 && isCovered(user.told(), own, last(broadcasts)));
        Eventually.holds(
                "the badge of " + user.name() + " says it",
                () -> own < 0
                        || user.badge().filter(badge -> badge.own() >= own).isPresent());

        List<Ear.Heard> events = ear.own();
        PlainFeed all = new PlainFeed(events, broadcasts);
        all.advance(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(user.wholeFeed()).as("the feed of " + user.name()).isEqualTo(all.states());
        assertThat(Told.Counts.of(user.counters().json())).isEqualTo(all.counts());
        // Also those of the feed's pages, just read.
        PlainFeed then = new PlainFeed(events, broadcasts);
        for (Told told : inOrder(user.told())) {
            then.advance(told.own(), told.everyone());
            assertThat(told.counts())
                    .as("what %s was told at %s", user.name(), told.asOf())
                    .isEqualTo(then.counts());
        }
    }

    private static long changes(List<Ear.Heard> events) {
        return events.stream()
                .filter(heard -> heard.type().equals("feed.changed"))
                .count();
    }

    private static List<Told> inOrder(List<Told> told) {
        return told.stream()
                .sorted(Comparator.comparingLong(Told::own).thenComparingLong(Told::everyone))
                .toList();
    }

    private static boolean isCovered(List<Told> told, long own, long everyone) {
        return told.stream().anyMatch(each -> each.covers(own, everyone));
    }
}
