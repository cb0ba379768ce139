package dev.tidings.notifications.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class RetentionTest {

    @Inject
    Retention retention;

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void aWeekThatIsTooOldIsDroppedAndItsCountsWithIt() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        String channel = key("user:ann");
        age(channel);

        retention.retain().await().atMost(Duration.ofSeconds(30));

        assertThat(View.value("select count(*) from feed_weeks() w where w < current_date - 97"))
                .isEqualTo("0");
        assertThat(ann.counts()).isEqualTo("1/1 {}");
        assertThat(ann.titles("")).containsExactly("Hello");
        assertThat(View.value("select forgotten_up_to > 0 from feed_channel where key = ?::bigint", channel))
                .isEqualTo("t");
    }

    /** Else it would count for ever: nobody looks again before its week is dropped. */
    @Test
    void whatIsForgottenDoesNotBeginToCountAgain() throws Exception {
        String id = Calls.publish(app, Calls.to("ann")).path("id");
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        ann.post("/read", "{}").then().statusCode(200);
        String channel = View.value("select key from feed_channel where app = ? and name = 'user:ann'", app);
        age(channel);
        View.value(
                "select count(forget_feed_week(date_trunc('week', created_at)::date, 0, 1000)) from item where id = ?",
                id);

        assertThat(UserApi.counts(ann.patch(id, "{\"archived\":true}"))).isEqualTo("0/0 {}");
        assertThat(UserApi.counts(ann.patch(id, "{\"archived\":false,\"read\":false}")))
                .isEqualTo("0/0 {}");
    }

    /** More than one batch takes, of several users, and some of it no longer counts. */
    @Test
    void allThatCountsIsTakenOut() throws Exception {
        for (String user : List.of("ann", "bob")) {
            String one = "{\"to\":{\"users\":[\"%s\"]},\"title\":\"t\",\"category\":\"x\"}".formatted(user);
            Calls.publishBatch(app, "[" + String.join(",", Collections.nCopies(700, one)) + "]")
                    .then()
                    .statusCode(200);
        }
        View.awaitCaughtUp();
        String resume = ann.feed("?limit=100").path("resume");
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        Calls.publish(app, Calls.to("bob")).then().statusCode(202);
        View.awaitCaughtUp();
        View.value("select count(*) from make_feed_week(date_trunc('week', now() - interval '100 days')::date)");
        for (String table : List.of("event", "item")) {
            View.update("""
                    update %1$s set created_at = created_at - interval '100 days' where (channel, place) in (
                      select i.channel, i.place from item i join feed_channel k on k.key = i.channel
                      where k.app = ? and i.category = 'x')
                    """.formatted(table), app);
        }
        ann.patch(ann.feed("?limit=100&category=x").path("items[50].id"), "{\"read\":true,\"seen\":true}");

        retention.retain().await().atMost(Duration.ofSeconds(30));

        assertThat(ann.counts()).isEqualTo("1/1 {}");
        assertThat(UserApi.of(app, "bob").counts()).isEqualTo("1/1 {}");
        assertThat(UserApi.counts(ann.post("/read", "{\"upTo\":\"" + resume + "\"}")))
                .isEqualTo("1/1 {}");
    }

    /** It is a part of a week that goes as a whole, up to seven days later. */
    @Test
    void whatWasSaidOfABroadcastIsKeptAsLongAsTheBroadcast() throws Exception {
        String id = broadcast();
        View.awaitCaughtUp();
        ann.patch(id, "{\"read\":true}").then().statusCode(200);
        View.awaitQuiet();
        String everyone = key("everyone");
        String monday = "(date_trunc('week', (now() - interval '90 days') at time zone 'UTC') at time zone 'UTC')";
        View.value("select count(*) from make_feed_week((" + monday + " at time zone 'UTC')::date)");
        for (String table : new String[] {"event", "item"}) {
            View.update("update " + table + " set created_at = " + monday + " where channel = ?::bigint", everyone);
        }
        View.update("update broadcast_mark set said_at = " + monday + " where user_key = ?::bigint", key("user:ann"));

        retention.retain().await().atMost(Duration.ofSeconds(30));

        assertThat(ann.titles("")).containsExactly("b");
        assertThat(ann.counts()).isEqualTo("0/0 {}");

        View.value("select drop_feed_week((" + monday + " at time zone 'UTC')::date)");
        retention.retain().await().atMost(Duration.ofSeconds(30));

        assertThat(View.value("select count(*) from broadcast_mark where user_key = ?::bigint", key("user:ann")))
                .isEqualTo("0");
    }

    @Test
    void whoAsksWithATagFromBeforeAWeekOfBroadcastsWasDroppedIsToldTheNewCounts() throws Exception {
        broadcast();
        View.awaitQuiet();
        assertThat(ann.counts()).isEqualTo("1/1 {}");
        age(key("everyone"));
        String before = ann.counters().header("ETag");

        retention.retain().await().atMost(Duration.ofSeconds(30));

        assertThat(UserApi.counts(ann.given().header("If-None-Match", before).get("/v1/feed/counters")))
                .isEqualTo("0/0 {}");
    }

    private String broadcast() {
        return Calls.publish(app, "{\"to\":{\"everyone\":true},\"title\":\"b\"}")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private String key(String name) throws Exception {
        return View.value("select key from feed_channel where app = ? and name = ?", app, name);
    }

    /** Of a view in use there is always somebody who reads, and a batch that is written. */
    @Test
    void aWeekIsDroppedWhileOthersReadAndWrite() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        String channel = key("user:ann");
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService others = Executors.newFixedThreadPool(4)) {
            for (int reader = 0; reader < 3; reader++) {
                others.execute(() -> {
                    while (!over.get()) {
                        answers.add(ann.feed("").statusCode());
                    }
                });
            }
            others.execute(() -> {
                while (!over.get()) {
                    answers.add(Calls.publish(app, Calls.to("bob")).statusCode());
                }
            });
            try {
                for (int week = 0; week < 3; week++) {
                    age(channel);
                    retention.retain().await().atMost(Duration.ofSeconds(30));
                    assertThat(View.value("select count(*) from feed_weeks() w where w < current_date - 97"))
                            .isEqualTo("0");
                    Calls.publish(app, Calls.to("ann")).then().statusCode(202);
                    View.awaitCaughtUp();
                }
            } finally {
                over.set(true);
            }
        }
        assertThat(answers).containsExactlyInAnyOrder(200, 202);
        assertThat(ann.counts()).isEqualTo("2/2 {}");
    }

    /** The first was sent a hundred days ago. */
    private static void age(String channel) throws Exception {
        View.value("select count(*) from make_feed_week(date_trunc('week', now() - interval '100 days')::date)");
        for (String table : new String[] {"event", "item"}) {
            View.update("""
                    update %1$s set created_at = created_at - interval '100 days'
                    where channel = ?::bigint and place = (select min(place) from item where channel = ?::bigint)
                    """.formatted(table), channel, channel);
        }
    }
}
