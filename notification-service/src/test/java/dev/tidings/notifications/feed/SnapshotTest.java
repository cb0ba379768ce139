package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.ResumeString;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.QuickClient;
import dev.tidings.notifications.fixture.Tokens;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever reads a feed, and then everything on the log after its position, has everything that was ever published, once. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class SnapshotTest {

    private static final int APPS = 10;
    private static final int USERS = 8;

    /** Of each app, to all users and to everyone in turn. Together no more than a page has. */
    private static final int EVENTS = 96;

    /** Between one publish and the next, so that there are many of each moment. */
    private static final int ROUNDS_PER_EVENT = 3;

    private record Snapshot(String app, String user, ResumeString resume, List<String> ids, int unread) {}

    private final Queue<Snapshot> snapshots = new ConcurrentLinkedQueue<>();

    /** By channel, as the answers said. */
    private final Map<String, Set<String>> published = new ConcurrentHashMap<>();

    @Test
    void aFeedAndTheStreamAfterItsPositionAreExactlyEverythingWhileOthersPublish() throws Exception {
        View.awaitCaughtUp();
        for (int i = 0; i < APPS; i++) {
            publishAndRead(Calls.newApp());
        }
        Map<String, List<Log.Event>> log = Log.events(published.keySet());
        for (Snapshot snapshot : snapshots) {
            holds(snapshot, log);
        }
        Map<String, List<JsonNode>> badges = Log.badges(published.keySet());
        badges.forEach((key, ofKey) -> {
            if (!key.endsWith("/everyone")) {
                badgesHold(key, ofKey, log);
            }
        });
        System.out.println("SnapshotTest: " + snapshots.size() + " rounds");
        assertThat(snapshots)
                .filteredOn(snapshot -> snapshot.unread() > 0 && snapshot.unread() < EVENTS)
                .hasSizeGreaterThan(2_000);
    }

    private void holds(Snapshot snapshot, Map<String, List<Log.Event>> log) {
        List<String> all = new ArrayList<>(snapshot.ids());
        for (String channel : List.of("user:" + snapshot.user(), "everyone")) {
            long upTo = snapshot.resume()
                    .offsets()
                    .get(Channel.parse(channel).orElseThrow())
                    .orElseThrow();
            log.get(snapshot.app() + "/" + channel).stream()
                    .filter(event -> event.offset() > upTo)
                    .forEach(event -> all.add(event.id()));
        }
        assertThat(all)
                .as("%s", snapshot)
                .doesNotHaveDuplicates()
                .hasSameElementsAs(Stream.of("user:" + snapshot.user(), "everyone")
                        .flatMap(channel -> published.get(snapshot.app() + "/" + channel).stream())
                        .toList());
        assertThat(snapshot.unread())
                .as("%s", snapshot)
                .isEqualTo(snapshot.ids().size());
    }

    /** Each is exact at its position, one came of a batch, and the last has everything that is the user's own. */
    private static void badgesHold(String key, List<JsonNode> badges, Map<String, List<Log.Event>> log) {
        Set<String> positions = new HashSet<>();
        for (JsonNode badge : badges) {
            String asOf = badge.get("asOf").textValue();
            positions.add(asOf);
            ResumeString resume = resume(asOf);
            int index = key.indexOf('/');
            long count = upTo(resume, key.substring(index + 1), log.get(key))
                    + upTo(resume, "everyone", log.get(key.substring(0, index) + "/everyone"));
            assertThat(badge.get("unread").longValue()).as("%s %s", key, badge).isEqualTo(count);
            assertThat(badge.get("unseen").longValue()).as("%s %s", key, badge).isEqualTo(count);
        }
        assertThat(upTo(
                        resume(badges.getLast().get("asOf").textValue()),
                        key.substring(key.indexOf('/') + 1),
                        log.get(key)))
                .isEqualTo(EVENTS / 2);
        // One whose sending was not confirmed in time is sent again, with the same position or another one.
        assertThat(badges.size() - positions.size()).as(key).isLessThanOrEqualTo(badges.size() / 4);
    }

    private static long upTo(ResumeString resume, String channel, List<Log.Event> events) {
        long offset = resume.offsets().get(Channel.parse(channel).orElseThrow()).orElseThrow();
        return events.stream().filter(event -> event.offset() <= offset).count();
    }

    private static ResumeString resume(String text) {
        if (!(ResumeString.parse(text, 2) instanceof ResumeString.Parsed.Resume(ResumeString resume))) {
            throw new AssertionError(text);
        }
        return resume;
    }

    private void publishAndRead(String app) throws Exception {
        Semaphore rounds = new Semaphore(0);
        try (var threads = Executors.newFixedThreadPool(USERS + 1)) {
            Future<Void> publisher = threads.submit(() -> publish(app, rounds));
            List<Callable<Void>> readers = IntStream.range(0, USERS)
                    .<Callable<Void>>mapToObj(i -> () -> read(app, "u" + i, rounds, publisher))
                    .toList();
            for (Future<Void> reader : threads.invokeAll(readers)) {
                reader.get();
            }
            publisher.get();
        }
        View.awaitQuiet();
        for (int i = 0; i < USERS; i++) {
            assertThat(snapshot(app, "u" + i, client(app, "u" + i)).unread()).isEqualTo(EVENTS);
        }
    }

    private Void read(String app, String user, Semaphore rounds, Future<Void> publisher) throws Exception {
        QuickClient client = client(app, user);
        while (!publisher.isDone()) {
            snapshots.add(snapshot(app, user, client));
            rounds.release();
        }
        return null;
    }

    private Snapshot snapshot(String app, String user, QuickClient client) throws Exception {
        JsonNode feed = client.get("/v1/feed?limit=100").of(200).json();
        assertThat(feed.at("/page/hasMore").booleanValue()).isFalse();
        List<String> ids = feed.get("items")
                .valueStream()
                .map(item -> item.get("id").textValue())
                .toList();
        return new Snapshot(
                app,
                user,
                resume(feed.get("resume").textValue()),
                ids,
                feed.at("/counters/unread").intValue());
    }

    private Void publish(String app, Semaphore rounds) throws Exception {
        QuickClient backend = new QuickClient(Tokens.service(app));
        String users = IntStream.range(0, USERS).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
        for (int i = 0; i < EVENTS; i++) {
            String to = i % 2 == 0 ? "{\"users\":[" + users + "]}" : "{\"everyone\":true}";
            JsonNode answer = backend.post("/v1/notifications", "{\"to\":" + to + ",\"title\":\"t\"}")
                    .of(202)
                    .json();
            answer.get("positions")
                    .forEach(position -> published
                            .computeIfAbsent(
                                    app + "/" + position.get("channel").textValue(), k -> ConcurrentHashMap.newKeySet())
                            .add(answer.get("id").textValue()));
            assertThat(rounds.tryAcquire(ROUNDS_PER_EVENT, 1, TimeUnit.MINUTES)).isTrue();
        }
        return null;
    }

    private static QuickClient client(String app, String user) {
        return new QuickClient(Tokens.connection(app, user).token(Duration.ofMinutes(30)));
    }
}
