package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class SnapshotTest {

    private static final int EVENTS = 150;

    private record Snapshot(int unread, long own, long everyone) {}

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    /** So whoever reads it and goes on after its position has everything once. */
    @Test
    void aFeedHasExactlyWhatIsInTheLogUpToItsPositionWhileOthersPublish() throws Exception {
        View.awaitCaughtUp();
        List<Snapshot> snapshots = new ArrayList<>();
        List<Long> own;
        List<Long> everyone;
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<List<Long>> ownOffsets = threads.submit(() -> publish("{\"users\":[\"ann\",\"bob\"]}"));
            Future<List<Long>> everyoneOffsets = threads.submit(() -> publish("{\"everyone\":true}"));
            while (!ownOffsets.isDone() || !everyoneOffsets.isDone()) {
                snapshots.add(snapshot());
            }
            own = ownOffsets.get();
            everyone = everyoneOffsets.get();
        }
        View.awaitCaughtUp();
        snapshots.add(snapshot());

        assertThat(snapshots.getLast().unread()).isEqualTo(2 * EVENTS);
        assertThat(snapshots)
                .allSatisfy(snapshot -> assertThat(snapshot.unread()).isEqualTo((int)
                        (own.stream().filter(offset -> offset <= snapshot.own()).count()
                                + everyone.stream()
                                        .filter(offset -> offset <= snapshot.everyone())
                                        .count())));
        assertThat(snapshots)
                .anySatisfy(snapshot -> assertThat(snapshot.unread()).isBetween(1, 2 * EVENTS - 1));
    }

    private Snapshot snapshot() {
        Response feed = ann.feed("?limit=5");
        String resume = feed.path("resume");
        return new Snapshot(
                feed.path("counters.unread"),
                Long.parseLong(resume.replaceFirst(".*;user:ann~(-?[0-9]+);.*", "$1")),
                Long.parseLong(resume.replaceFirst(".*;everyone~(-?[0-9]+)", "$1")));
    }

    private List<Long> publish(String to) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Response answer = Calls.publish(app, "{\"to\":" + to + ",\"title\":\"t\"}");
            answer.then().statusCode(202);
            offsets.add(answer.<Number>path("positions[0].offset").longValue());
        }
        return offsets;
    }
}
