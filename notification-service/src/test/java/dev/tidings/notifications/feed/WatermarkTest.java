package dev.tidings.notifications.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Up to a position in the middle: what is newer is counted by the items' numbers, and the count is exact all the same. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class WatermarkTest {

    private final String app = Calls.newApp();
    private final UserApi ann = UserApi.of(app, "ann");
    private final List<String> ids = new ArrayList<>();
    private final List<String> resumes = new ArrayList<>();

    @Test
    void whatWasSaidOfNewerItemsIsNotCounted() throws Exception {
        publish(6);
        ann.patch(ids.get(2), "{\"archived\":true}").then().statusCode(200);
        ann.patch(ids.get(3), "{\"read\":true}").then().statusCode(200);
        ann.patch(ids.get(4), "{\"seen\":true}").then().statusCode(200);
        ann.patch(ids.get(5), "{\"read\":true}").then().statusCode(200);
        ann.patch(ids.get(5), "{\"read\":false}").then().statusCode(200);

        // Of those after it, one is archived, one is read, and three were seen.
        assertThat(said("/read", 1)).isEqualTo("2/0 {x=2}");
        publish(1);
        assertThat(said("/read", 2)).isEqualTo("3/1 {x=3}");
        assertThat(said("/read", 4)).isEqualTo("2/1 {x=2}");
        assertThat(said("/seen", 5)).isEqualTo("2/1 {x=2}");
        assertThat(said("/read", 5)).isEqualTo("1/1 {x=1}");
    }

    @Test
    void whatIsGoneIsNotCounted() throws Exception {
        publish(2);
        publish("\"category\":\"x\",\"expiresAt\":\"%s\""
                .formatted(Instant.now().plusSeconds(1)));
        publish(2);
        Await.that(() -> ann.counts().equals("4/4 {x=4}"));

        assertThat(said("/read", 0)).isEqualTo("3/3 {x=3}");
        assertThat(said("/read", 1)).isEqualTo("2/2 {x=2}");
        publish(1);
        assertThat(said("/read", 3)).isEqualTo("2/2 {x=2}");
        assertThat(said("/read", 4)).isEqualTo("1/1 {x=1}");
    }

    /** Of the neighbouring version, which may run beside this one, and has been there before it. */
    @Test
    void whatWasWrittenWithoutNumbersIsCountedOneByOne() throws Exception {
        publish(4);
        View.update("update item set number = null where id = any(?::text[])", ids());
        View.update("""
                update counter set items = 0, numbered_from = -1, numbered_to = -1
                where channel = (select channel from item where id = ?)""", ids.getFirst());
        assertThat(said("/read", 0)).isEqualTo("3/3 {x=3}");

        publish(3);
        assertThat(said("/read", 1)).isEqualTo("5/5 {x=5}");
        assertThat(said("/read", 4)).isEqualTo("2/2 {x=2}");
        View.update("update item set number = null where id = ?", ids.getLast());
        View.update(
                "update counter set items = items - 1, numbered_to = numbered_to - 1 where channel = (select channel from item where id = ?)",
                ids.getFirst());
        assertThat(said("/read", 5)).isEqualTo("1/1 {x=1}");
    }

    /** Shown by a number that is wrong, and then right again. */
    @Test
    void itIsNumbersThatAreCountedAndNotItems() throws Exception {
        publish(4);
        skipNumbers(1_000);
        assertThat(said("/read", 0)).isEqualTo("1003/1003 {x=1003}");
        skipNumbers(-1_000);
        assertThat(said("/read", 1)).isEqualTo("2/2 {x=2}");
    }

    private void skipNumbers(int many) throws Exception {
        View.update(
                "update counter set items = items + ? where channel = (select channel from item where id = ?)",
                many,
                ids.getFirst());
    }

    private String ids() {
        return "{" + String.join(",", ids) + "}";
    }

    private String said(String verb, int upTo) {
        return UserApi.counts(ann.post(verb, "{\"upTo\":\"" + resumes.get(upTo) + "\"}"));
    }

    private void publish(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            publish("\"category\":\"x\"");
        }
    }

    /** With the position that the feed is at then. */
    private void publish(String more) throws Exception {
        ids.add(Calls.publish(app, "{\"to\":{\"users\":[\"ann\"]},\"title\":\"t\"," + more + "}")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        View.awaitCaughtUp();
        resumes.add(ann.feed("?limit=1").path("resume"));
    }
}
