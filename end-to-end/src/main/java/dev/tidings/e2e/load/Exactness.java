package dev.tidings.e2e.load;

import dev.tidings.e2e.Eventually;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What has to be true after a load, whatever happened meanwhile: streams, feeds, counters and badges are what was accepted, and
 * whatever anybody was told was true at the position that was told with it.
 */
public final class Exactness {

    /** So many faults tell enough. */
    private static final int ENOUGH = 5;

    private static final int SHORT = 600;

    /**
     * Nobody is ever answered anything else: where all is well, and where something is away. 502 is what a door says. What is
     * changed was heard on the stream, so never is it not there.
     */
    private static final Set<Integer> ANSWERS = Set.of(Api.NO_ANSWER, 200, 202, 409, 502, 503);

    /**
     * What came of it.
     *
     * @param faults what should have been and is not; none where all is exact
     * @param accepted how many events were accepted, and so were looked for
     * @param heard how many events came to all users together
     * @param items how many items all feeds have together
     * @param told how often anybody was told counts
     */
    public record Verdict(List<String> faults, int accepted, int heard, int items, int told) {

        /** Before anything could be looked at. */
        public static Verdict failed(String why) {
            return new Verdict(List.of(why), 0, 0, 0, 0);
        }
    }

    private final Load load;
    private final List<Publication.Accepted> accepted;
    private final List<String> faults = new ArrayList<>();

    /** Of the first user's stream: it was there before anything was published. */
    private List<Ear.Heard> broadcasts = List.of();

    private int heard;
    private int items;
    private int told;

    private Exactness(Load load) {
        this.load = load;
        this.accepted = load.accepted();
    }

    /** Of a load that has ended. Waits for what is still on its way. */
    public static Verdict of(Load load) {
        Exactness exactness = new Exactness(load);
        exactness.eventually("all that was accepted is on the streams", exactness::isHeard);
        exactness.broadcasts = load.users().getFirst().ear().everyone();
        exactness.eachAcceptedIsHeardOnce();
        exactness.nobodyIsAnsweredAnythingElse();
        for (User user : load.users()) {
            if (exactness.faults.size() < ENOUGH) {
                exactness.isExact(user);
            }
        }
        return new Verdict(
                List.copyOf(exactness.faults),
                exactness.accepted.size(),
                exactness.heard,
                exactness.items,
                exactness.told);
    }

    private boolean isHeard() {
        return load.users().stream().allMatch(user -> {
            long everyone = lastAccepted("everyone");
            return last(user.ear().own()) >= lastAccepted("user:" + user.name())
                    && (everyone <= user.ear().everyoneFrom() || last(user.ear().everyone()) >= everyone);
        });
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
        List<Publication.Accepted> all = streams.flatMap(each -> each).toList();
        expect("accepted, and not heard", without(accepted, all), Set.of());
        expect("heard, and not accepted there", without(all, accepted), Set.of());
        expect("each once", all.size(), new HashSet<>(all).size());
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
                .filter(each -> each.type().equals("notification.created"))
                .filter(each -> !once.remove(each.data().path("title").asText()))
                .map(each -> new Publication.Accepted(each.event().path("id").asText(), channel, each.offset()));
    }

    private void nobodyIsAnsweredAnythingElse() {
        Set<Integer> answers = Stream.concat(
                        load.answers().stream(), load.refused().stream().map(Load.Refused::answer))
                .map(Api.Answer::status)
                .collect(Collectors.toCollection(TreeSet::new));
        answers.removeAll(ANSWERS);
        expect("answers that nobody should have had", answers, Set.of());
    }

    private void isExact(User user) {
        Ear ear = user.ear();
        expect("what the stream of " + user.name() + " did wrong", ear.faults(), List.of());
        expect(
                "what " + user.name() + " hears of broadcasts",
                ear.everyone(),
                broadcasts.stream()
                        .filter(each -> each.offset() > ear.everyoneFrom())
                        .toList());

        eventually("each word of " + user.name() + " is heard", () -> isHeard(user.said(), ear.own()));
        long own = ear.lastThatCounts().orElse(-1);
        eventually(
                "the view of " + user.name() + " has it",
                () -> user.counters().status() == 200 && isCovered(user.told(), own, last(broadcasts)));
        eventually(
                "the badge of " + user.name() + " says it",
                () -> own < 0
                        || user.badge().filter(badge -> badge.own() >= own).isPresent());

        List<Ear.Heard> events = ear.own();
        PlainFeed all = new PlainFeed(events, broadcasts);
        all.advance(Long.MAX_VALUE, Long.MAX_VALUE);
        expect("the feed of " + user.name(), user.wholeFeed(), all.states());
        expect("the counters of " + user.name(), Told.Counts.of(user.counters().json()), all.counts());
        // Also what was told with the feed's pages, just read.
        PlainFeed then = new PlainFeed(events, broadcasts);
        List<Told> inOrder = inOrder(user.told());
        for (Told each : inOrder) {
            then.advance(each.own(), each.everyone());
            expect("what " + user.name() + " was told at " + each.asOf(), each.counts(), then.counts());
        }
        heard += events.size() + ear.everyone().size();
        items += all.states().size();
        told += inOrder.size();
    }

    /** More may be heard: what was said and not answered. */
    private static boolean isHeard(List<Word> said, List<Ear.Heard> events) {
        List<Word> missing = new ArrayList<>(said);
        events.stream()
                .filter(each -> each.type().equals("feed.changed"))
                .forEach(each -> missing.remove(Word.of(each)));
        return missing.isEmpty();
    }

    private static List<Told> inOrder(Collection<Told> told) {
        return told.stream()
                .sorted(Comparator.comparingLong(Told::own).thenComparingLong(Told::everyone))
                .toList();
    }

    private static boolean isCovered(List<Told> told, long own, long everyone) {
        return told.stream().anyMatch(each -> each.covers(own, everyone));
    }

    private void eventually(String what, BooleanSupplier condition) {
        try {
            Eventually.holds(what, condition);
        } catch (AssertionError e) {
            faults.add(e.getMessage());
        }
    }

    private void expect(String what, Object is, Object shouldBe) {
        if (!is.equals(shouldBe)) {
            faults.add("%s: %s; it should be %s".formatted(what, shortened(is), shortened(shouldBe)));
        }
    }

    private static String shortened(Object value) {
        String text = value.toString();
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + " ...";
    }
}
