package dev.tidings.notifications.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.contract.token.Scope;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Metrics;
import dev.tidings.notifications.fixture.QuickClient;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Several devices of several users do whatever comes to their minds at once, while backends publish to them. Whatever came
 * of it: the feed, the counters, the last badge and a recount of the rows are what a simple model makes of the same log.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ConsistencyTest {

    private static final int DEVICES = 15;
    private static final int STEPS = 30;
    private static final int QUIET_POINTS = 3;

    /** Publishes that left nobody out, because the database did not say in time whom. */
    private static final String UNKNOWN = "tidings_preferences_unknown_total";

    private static final Pattern OWN_POSITION = Pattern.compile(";user:[^~]*~([0-9]+)");

    private double unknown;
    private final String app = Calls.newApp();
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Shared shared = new Shared(
            app,
            new QuickClient(
                    Tokens.of(app, Scope.NOTIFICATIONS_WRITE, Scope.USERS_ADMIN).token(Duration.ofMinutes(30))),
            List.of(
                    new Person(app, "ann", begin.minusSeconds(60)),
                    new Person(app, "bob", begin.plusSeconds(2)),
                    new Person(app, Device.DELETED, begin.minusSeconds(60))));

    /** The seed decides what devices do; what meets what is the machine's. */
    @RepeatedTest(3)
    void allAccountsOfAFeedAgree() throws Exception {
        View.awaitCaughtUp();
        unknown = Metrics.of(UNKNOWN);
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("ConsistencyTest: -Dtidings.seed=" + seed);
        for (long point = 0; point < QUIET_POINTS; point++) {
            long ofPoint = seed + point * DEVICES;
            long from = System.nanoTime();
            try (var threads = Executors.newFixedThreadPool(DEVICES)) {
                List<Callable<Void>> devices = IntStream.range(0, DEVICES)
                        .<Callable<Void>>mapToObj(i -> () -> device(i, new Random(ofPoint + i)))
                        .toList();
                for (Future<Void> device : threads.invokeAll(devices)) {
                    device.get();
                }
            }
            System.out.printf(
                    "ConsistencyTest: %d steps in %d ms%n", DEVICES * STEPS, (System.nanoTime() - from) / 1_000_000);
            becomeQuiet();
            for (Person person : shared.people) {
                accountsAgree(person, "%s, seed %d, point %d".formatted(person.name, seed, point));
            }
        }
    }

    private Void device(int number, Random random) throws Exception {
        Device device = new Device(shared, shared.people.get(number % shared.people.size()), random);
        for (int i = 0; i < STEPS; i++) {
            device.step();
        }
        return null;
    }

    /** A badge is sent for what is a user's own: so that the last one has every broadcast, each is sent something more. */
    private void becomeQuiet() throws Exception {
        Await.that(() -> shared.expiries.stream().allMatch(Instant.now()::isAfter));
        Await.that(() -> View.value(
                        "select count(*) from item where expires_at is not null and channel in (select key from feed_channel where app = ?)",
                        app)
                .equals("0"));
        View.awaitQuiet();
        for (Person person : shared.people) {
            Await.that(() -> hasTheBadgeOfTheLastThatCounts(app + "/user:" + person.name));
        }
        for (Person person : shared.people) {
            person.client.get("/v1/feed").of(200);
            shared.backend.post("/v1/notifications", Calls.to(person.name)).of(202);
        }
        View.awaitQuiet();
    }

    private static boolean hasTheBadgeOfTheLastThatCounts(String key) {
        long last = Log.of(key).getLast().record().offset();
        return Log.badges(key).stream()
                .map(badge -> OWN_POSITION.matcher(badge.data().path("asOf").asText()))
                .anyMatch(position -> position.find() && Long.parseLong(position.group(1)) >= last);
    }

    private void accountsAgree(Person person, String when) throws Exception {
        FeedModel model = FeedModel.of(app, person.name, person.joined, Recount.muted(app, person.name), Instant.now());
        assertThat(person.counts()).as(when).isEqualTo(model.counts());
        assertThat(Recount.of(app, person.name, person.joined)).as(when).isEqualTo(model.counts());
        for (String status : List.of("all", "unread", "archived")) {
            for (String category : Device.CATEGORIES) {
                assertThat(person.items(status, category))
                        .as("%s, %s %s", when, status, category)
                        .isEqualTo(model.items(status, category));
            }
        }
        Await.that(() -> QuickClient.counts(
                        Log.badges(app + "/user:" + person.name).getLast().data())
                .equals(model.counts()));
        for (Shared.Sent one : shared.sent()) {
            shared.mutings.hides(person.name, one.published()).ifPresent(hidden -> {
                Boolean reached = one.reached().get(person.name);
                if (reached != null && Metrics.of(UNKNOWN) == unknown) {
                    assertThat(reached).as("%s, %s", when, one).isEqualTo(!hidden);
                } else if (one.keys().contains(app + "/everyone")) {
                    assertThat(model.leftOut().contains(one.published().id()))
                            .as("%s, %s", when, one)
                            .isEqualTo(hidden);
                }
            });
        }
    }
}
