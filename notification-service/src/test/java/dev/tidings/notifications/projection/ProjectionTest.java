package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.position.Epoch;
import dev.tidings.local.testing.TestBackends;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.Metrics;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ProjectionTest {

    /** As the tests' topic has. */
    private static final int PARTITIONS = 12;

    /** Longer than an index takes, and nothing that is packed gets shorter. */
    private static final String INCOMPRESSIBLE = new Random(5)
            .ints(5_000, 'a', 'z')
            .mapToObj(letter -> Character.toString((char) letter))
            .collect(Collectors.joining());

    @Inject
    SliceReader reader;

    @Inject
    SliceWriter writer;

    private final ObjectMapper json = new ObjectMapper();
    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");

    @Test
    void readingTheLogAgainFromAnyOffsetChangesNothing() throws Exception {
        String first = Calls.publish(app, Calls.to("ann")).path("id");
        String broadcast = Calls.publish(app, "{\"to\":{\"everyone\":true},\"title\":\"b\"}")
                .path("id");
        View.awaitCaughtUp();
        ann.patch(first, "{\"read\":true}").then().statusCode(200);
        ann.patch(first, "{\"read\":false}").then().statusCode(200);
        ann.patch(broadcast, "{\"archived\":true}").then().statusCode(200);
        ann.post("/read", "{}").then().statusCode(200);
        Calls.publish(app, Calls.to("ann"));
        ann.post("/seen", "{}").then().statusCode(200);
        View.awaitQuiet();
        String before = View.contents(app);

        for (String from : List.of("0", "next_offset / 2", "next_offset - 1")) {
            View.update("update projected set next_offset = greatest(" + from + ", 0)"
                    + " where generation = (select max(generation) from log_epoch)");
            // Somebody else wrote: the projector notices when it has something to write.
            Calls.publish(
                    Calls.newApp(),
                    "{\"to\":{\"users\":[\"" + String.join("\",\"", manyUsers()) + "\"]},\"title\":\"t\"}");
            View.awaitQuiet();
            assertThat(View.contents(app)).isEqualTo(before);
        }
        assertThat(ann.counts()).isEqualTo("1/0 {}");
    }

    @Test
    void anEventThatIsSentTwiceIsOneItem() throws Exception {
        CloudEvent event = notification("same", "{\"title\":\"once\"}");
        Log.write(app + "/user:ann", event);
        Log.write(app + "/user:ann", event);
        View.awaitCaughtUp();
        Log.write(app + "/user:ann", event);
        View.awaitCaughtUp();

        assertThat(ann.titles("")).containsExactly("once");
        assertThat(ann.counts()).isEqualTo("1/1 {}");
    }

    @Test
    void whatIsNoEventOrNoneOfItsKindIsCountedAndSkipped() throws Exception {
        double before = invalid();
        byte[] key = (app + "/user:ann").getBytes(StandardCharsets.UTF_8);
        Log.writeRaw(key, "no json".getBytes(StandardCharsets.UTF_8));
        Log.writeRaw(key, null);
        Log.writeRaw(null, "{}".getBytes(StandardCharsets.UTF_8));
        Log.writeRaw("nokey".getBytes(StandardCharsets.UTF_8), "{}".getBytes(StandardCharsets.UTF_8));
        Log.write(app + "/user:ann", notification("no title", "{}"));
        Log.write(app + "/user:ann", notification("a\u0000b", "{\"title\":\"t\"}"));
        Log.write(app + "/user:ann", notification("x".repeat(300), "{\"title\":\"t\"}"));
        Log.write(app + "/user:ann", notification("c", "{\"title\":\"t\",\"category\":\"a\\u0000b\"}"));
        Log.write(app + "/user:ann", notification("e", "{\"title\":\"t\",\"expiresAt\":\"tomorrow\"}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"forgotten\"}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"read\",\"upTo\":\"another-1;user:ann~0\"}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"unread\"}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"read\",\"ids\":[1]}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"read\",\"category\":\"" + INCOMPRESSIBLE + "\"}"));
        Log.write(app + "/user:ann", changed("{\"op\":\"read\",\"ids\":[\"" + INCOMPRESSIBLE + "\"]}"));
        Log.write(app + "/user:ann", notification("good", "{\"title\":\"good\"}"));
        View.awaitCaughtUp();

        assertThat(ann.titles("")).containsExactly("good");
        assertThat(invalid() - before).isEqualTo(14);
    }

    /** To who reads it as a double it is infinite; to who keeps each digit it is nothing at all. */
    @ParameterizedTest
    @ValueSource(strings = {"1e2147483649", "1e-2147483649"})
    void aNumberThatNobodyCanHoldIsNoItemAndAFeedThatHasItIsReadAllTheSame(String number) throws Exception {
        double before = invalid();
        byte[] key = (app + "/user:ann").getBytes(StandardCharsets.UTF_8);
        String event = """
                {"specversion":"1.0","id":"%s","source":"/test","type":"notification.created","data":{"title":"t","data":%s}}""";
        Log.writeRaw(key, event.formatted("bad", "{\"x\":" + number + "}").getBytes(StandardCharsets.UTF_8));
        Log.writeRaw(key, event.formatted("good", "{}").getBytes(StandardCharsets.UTF_8));
        View.awaitCaughtUp();

        assertThat(invalid() - before).isEqualTo(1);
        assertThat(ann.feed("").then().statusCode(200).extract().<List<String>>path("items.id"))
                .containsExactly("good");

        // As one that was let in before they were refused.
        View.update(
                "update event set record = ? where channel = (select key from feed_channel where app = ?)",
                event.formatted("good", number).getBytes(StandardCharsets.UTF_8),
                app);
        assertThat(ann.feed("").then().statusCode(200).extract().<List<String>>path("items.id"))
                .containsExactly("good");
    }

    @Test
    void aFaultInTheReaderCostsOneRecord() throws Exception {
        double before = invalid();
        var record = new ConsumerRecord<>(
                "events",
                0,
                7L,
                (app + "/user:ann").getBytes(StandardCharsets.UTF_8),
                json.writeValueAsBytes(changed("{\"op\":\"read\"}")));
        // The generation is what the reader fails at.
        List<Entry> read = reader.read(null, List.of(record));

        assertThat(read).extracting(Entry::said).containsExactly(new Said.Nothing());
        assertThat(invalid() - before).isEqualTo(1);
    }

    @Test
    void withTheDatabaseAwayPublishingGoesOnAndThenTheViewCatchesUp() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        TestBackends.postgres().stop();
        try {
            Calls.publish(app, Calls.to("ann")).then().statusCode(202);
            ann.feed("").then().statusCode(503);
            ann.counters().then().statusCode(503);
        } finally {
            TestBackends.postgres().restart();
        }
        Await.that(() -> ann.counters().statusCode() == 200);
        View.awaitCaughtUp();

        assertThat(ann.counts()).isEqualTo("2/2 {}");
    }

    /** Under a running service; and there the log has another number than in the one before. */
    @Test
    void aDatabaseThatWasPutBackIsKeptUpAsWell() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        View.update("""
                do $$ declare before log_epoch; number integer; begin
                  select * into before from log_epoch order by generation desc limit 1;
                  update log_epoch set epoch = 'before-1' where generation = before.generation;
                  insert into log_epoch (epoch) values (before.epoch) returning generation into number;
                  update projected set generation = number where generation = before.generation;
                  delete from log_epoch where generation = before.generation;
                end $$""");
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();

        assertThat(ann.counts()).isEqualTo("2/2 {}");
    }

    /** Else an edge would take a page of the view for all that there was. */
    @Test
    void whatTheLogHasNoMoreTheViewSaysThatItLacks() throws Exception {
        long first = Calls.publish(app, Calls.to("ann")).jsonPath().getLong("positions[0].offset");
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        String partition = Integer.toString(Log.forgetBefore(app + "/user:ann", first + 1));
        String ofIt = " where partition = " + partition + " and generation = (select max(generation) from log_epoch)";
        try {
            // As a view has it that was away for longer than the log keeps anything.
            View.update("update projected set next_offset = 0, badged_offset = 0" + ofIt);
            Calls.publish(app, Calls.to("ann")).then().statusCode(202);

            Await.that(() ->
                    View.value("select complete_after from projected" + ofIt).equals(Long.toString(first)));
            View.awaitQuiet();
            assertThat(View.value("select complete_after from projected" + ofIt))
                    .isEqualTo(Long.toString(first));
            assertThat(ann.counts()).isEqualTo("3/3 {}");
        } finally {
            View.update("update projected set complete_after = -1" + ofIt);
        }
    }

    /** Between commit and sending: what is after badged_offset was committed, and nobody knows whether it was sent. */
    @Test
    void aBadgeThatWasNotSentBeforeACrashIsSentAfterIt() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        Await.that(() -> badges() == 1);
        View.update(
                "update projected set badged_offset = 0 where generation = (select max(generation) from log_epoch)");
        // What could not be written has every partition placed anew, as a start has.
        double failures = Metrics.of("tidings_projection_failures_total");
        TestBackends.postgres().stop();
        try {
            Calls.publish(app, Calls.to("bob")).then().statusCode(202);
            Calls.publish(app, "{\"to\":{\"users\":[\"" + String.join("\",\"", manyUsers()) + "\"]},\"title\":\"t\"}");
            Await.that(() -> Metrics.of("tidings_projection_failures_total") > failures + PARTITIONS);
        } finally {
            TestBackends.postgres().restart();
        }
        Await.that(() -> badges() >= 2);

        assertThat(ann.counts()).isEqualTo("1/1 {}");
    }

    /** It is looked for by halves, and what is around it in its batch is written. */
    @Test
    void whatTheDatabaseWillNotHaveIsSkippedAndNothingElse() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitCaughtUp();
        double before = invalid();
        View.update("""
                create function refuse() returns trigger language plpgsql as
                $$ begin raise 'not this one' using errcode = 'data_exception'; end $$""");
        View.update("create trigger refuse before insert on item for each row when (new.category = '" + app
                + "') execute function refuse()");
        try {
            // The first is on its way, the others are read meanwhile: they are one batch.
            View.whileHeld(app, "user:ann", () -> {
                for (String title : List.of("a", "b", "c", "refused", "d", "e")) {
                    String category = title.equals("refused") ? ",\"category\":\"" + app + "\"}" : "}";
                    Log.write(app + "/user:ann", notification(title, "{\"title\":\"" + title + "\"" + category));
                }
            });
            View.awaitCaughtUp();
        } finally {
            View.update("drop trigger refuse on item");
            View.update("drop function refuse");
        }
        assertThat(ann.titles("")).containsExactly("e", "d", "c", "b", "a", "Hello");
        assertThat(ann.counts()).isEqualTo("6/6 {}");
        assertThat(invalid() - before).isEqualTo(1);
    }

    /** Another projector was here: what this one would write is written already, and its offset would be a step back. */
    @Test
    void whoBelievesTheViewToBeElsewhereWritesNothing() throws Exception {
        Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        View.awaitQuiet();
        String current = " from log_epoch order by generation desc limit 1";
        Generation generation = new Generation(
                Integer.parseInt(View.value("select generation" + current)),
                new Epoch(View.value("select epoch" + current)));
        int partition =
                generation.partition(AppChannel.parseKey(app + "/user:ann").orElseThrow());
        String of = "select next_offset from projected where generation = ? and partition = ?";
        long next = Long.parseLong(View.value(of, generation.number(), partition));

        for (Slice stale : List.of(
                new Slice(generation, partition, next - 1, next - 1, next, List.of()),
                new Slice(generation, partition, next + 1_000, next + 1_000, next + 1_001, List.of()))) {
            assertThatThrownBy(() -> writer.write(stale).await().atMost(Duration.ofSeconds(30)))
                    .isInstanceOf(SliceWriter.Fenced.class);
        }
        assertThat(Long.parseLong(View.value(of, generation.number(), partition)))
                .isBetween(next, next + 999);
    }

    /** They are told in pieces, and one that fails takes nobody else's with it; nor is the batch read again. */
    @Test
    void badgesThatCannotBeCountedAreSentLaterAndTheOthersAtOnce() throws Exception {
        Calls.publish(app, Calls.to("u0")).then().statusCode(202);
        View.awaitQuiet();
        List<String> users = IntStream.range(0, 900).mapToObj(i -> "u" + i).toList();
        Set<String> keys = users.stream().map(user -> app + "/user:" + user).collect(Collectors.toSet());
        double failures = Metrics.of("tidings_projection_failures_total");

        View.whileNotCounted(app, "user:u0", () -> {
            Calls.publish(app, "{\"to\":{\"users\":[\"" + String.join("\",\"", users) + "\"]},\"title\":\"t\"}")
                    .then()
                    .statusCode(202);
            Await.that(() -> Metrics.of("tidings_badges_later_total") > 0 && told(keys, 1) >= 600);
            assertThat(Log.badges(app + "/user:u0")).hasSize(1);
        });
        Await.that(() -> told(keys, 1) == 900 && told(Set.of(app + "/user:u0"), 2) == 1);

        assertThat(Metrics.of("tidings_projection_failures_total")).isEqualTo(failures);
    }

    /** How many of them had a badge that says at least so many unread. */
    private static long told(Set<String> keys, int unread) {
        return Log.badges(keys).values().stream()
                .filter(badges ->
                        badges.stream().anyMatch(badge -> badge.get("unread").intValue() >= unread))
                .count();
    }

    private long badges() {
        return Log.badges(app + "/user:ann").size();
    }

    /** Enough that every partition has one. */
    private static List<String> manyUsers() {
        return IntStream.range(0, 200).mapToObj(i -> "u" + i).toList();
    }

    private CloudEvent notification(String id, String data) throws Exception {
        return CloudEvent.of(id, "/test", "notification.created", Instant.now(), json.readTree(data));
    }

    private CloudEvent changed(String data) throws Exception {
        return CloudEvent.of(
                java.util.UUID.randomUUID().toString(), "/test", "feed.changed", Instant.now(), json.readTree(data));
    }

    private static double invalid() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("tidings_projection_invalid_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
