package dev.tidings.notifications.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Several devices of one user do whatever comes to their minds, while backends publish to them. Whatever came of it: the
 * feed, the counters, the last badge and a recount are what a simple model makes of the same log.
 */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class ConsistencyTest {

    private static final int DEVICES = 4;
    private static final int STEPS = 25;
    private static final List<String> CATEGORIES = List.of("", "orders", "news");
    private static final List<String> SETS = List.of(
            "{\"read\":true}",
            "{\"read\":false}",
            "{\"archived\":true}",
            "{\"archived\":false}",
            "{\"seen\":true}",
            "{\"read\":false,\"archived\":true}");

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");
    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final List<String> resumes = new CopyOnWriteArrayList<>();

    @RepeatedTest(4)
    void allAccountsOfAFeedAgree() throws Exception {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("ConsistencyTest: -Dtidings.seed=" + seed);
        try (var threads = Executors.newFixedThreadPool(DEVICES)) {
            List<Callable<Void>> devices = IntStream.range(0, DEVICES)
                    .<Callable<Void>>mapToObj(i -> () -> device(new Random(seed + i)))
                    .toList();
            for (Future<Void> device : threads.invokeAll(devices)) {
                device.get();
            }
        }
        Instant allExpired = Instant.now().plusSeconds(4);
        Await.that(() -> Instant.now().isAfter(allExpired));
        publish("{\"users\":[\"ann\"]}", "", "");
        View.awaitQuiet();

        Await.that(() -> ann.counts().equals(model().counts()));
        FeedModel model = model();
        for (String status : List.of("all", "unread", "archived")) {
            assertThat(ids(status)).as("%s, seed %d", status, seed).isEqualTo(model.ids(status));
        }
        Await.that(() -> lastBadge()
                .equals(model.counts().replaceAll("(\\w+)=", "\"$1\":").replace(", ", ",")));
    }

    private FeedModel model() {
        return FeedModel.of(app, "ann", Instant.now());
    }

    private Void device(Random random) {
        for (int i = 0; i < STEPS; i++) {
            step(random);
        }
        return null;
    }

    private void step(Random random) {
        String category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
        String inCategory = category.isEmpty() || random.nextBoolean() ? "" : ",\"category\":\"" + category + "\"";
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> publish("{\"users\":[\"ann\",\"bob\"]}", category, "");
            case 3 -> publish("{\"everyone\":true}", category, "");
            case 4 ->
                publish(
                        random.nextBoolean() ? "{\"everyone\":true}" : "{\"users\":[\"ann\"]}",
                        category,
                        ",\"expiresAt\":\"" + Instant.now().plusMillis(200 + random.nextInt(3_000)) + "\"");
            case 5 -> resumes.add(ann.feed("?limit=1").path("resume"));
            case 6 ->
                said(ann.post(random.nextBoolean() ? "/read" : "/seen", "{" + inCategory.replaceFirst(",", "") + "}"));
            case 7 -> {
                if (!resumes.isEmpty()) {
                    String upTo = resumes.get(random.nextInt(resumes.size()));
                    said(ann.post(
                            random.nextBoolean() ? "/read" : "/seen", "{\"upTo\":\"" + upTo + "\"" + inCategory + "}"));
                }
            }
            case 8 -> {
                if (!ids.isEmpty()) {
                    said(ann.patch(ids.get(random.nextInt(ids.size())), SETS.get(random.nextInt(SETS.size()))));
                }
            }
            default -> {
                List<String> some = ids.stream()
                        .filter(id -> random.nextInt(4) == 0)
                        .limit(20)
                        .toList();
                if (!some.isEmpty()) {
                    said(ann.post(
                            "/items:batch",
                            "{\"ids\":[\"" + String.join("\",\"", some) + "\"],\"set\":"
                                    + SETS.get(random.nextInt(SETS.size())) + "}"));
                }
            }
        }
    }

    /** What has expired is not there; that the view is slow at the moment is no fault. */
    private static void said(Response answer) {
        assertThat(answer.statusCode()).as(answer.asString()).isIn(200, 202, 404);
    }

    private void publish(String to, String category, String more) {
        Response answer = Calls.publish(
                app,
                "{\"to\":%s,\"title\":\"t\"%s%s}"
                        .formatted(to, category.isEmpty() ? "" : ",\"category\":\"" + category + "\"", more));
        answer.then().statusCode(202);
        ids.add(answer.path("id"));
    }

    private List<String> ids(String status) {
        List<String> all = new ArrayList<>();
        String before = "";
        while (true) {
            Response page = ann.feed("?limit=7&status=" + status + before);
            all.addAll(page.<List<String>>path("items.id"));
            if (!page.<Boolean>path("page.hasMore")) {
                return all;
            }
            before = "&before=" + page.path("page.before");
        }
    }

    private String lastBadge() {
        var data = Log.badges(app + "/user:ann").getLast().data();
        return data.get("unread") + "/" + data.get("unseen") + " " + data.get("byCategory");
    }
}
