package dev.tidings.notifications.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidings.contract.event.CloudEvent;
import dev.tidings.contract.replay.ReplayCall;
import dev.tidings.contract.replay.ReplayPage;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.Calls;
import dev.tidings.notifications.fixture.Log;
import dev.tidings.notifications.fixture.UserApi;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class ReplayTest {

    private static final String SECRET = "a-secret-of-the-tests";

    private final String app = Calls.newApp();

    /** Another test may have cut the log off, and have read it again from where it is no more. */
    @BeforeEach
    void whenTheViewSaysThatItIsComplete() throws Exception {
        View.awaitQuiet();
        View.update("update projected set complete_after = -1");
    }

    @Test
    void pagesHaveEveryEventOfTheChannelAsItIsInTheLog() throws Exception {
        for (int i = 0; i < ReplayCall.MAX_EVENTS; i++) {
            Calls.publish(app, Calls.to("ann")).then().statusCode(202);
        }
        View.awaitQuiet();
        List<Log.Entry> log = Log.all(app + "/user:ann");
        assertThat(log).hasSizeGreaterThan(ReplayCall.MAX_EVENTS);
        List<ReplayPage.Event> events = new ArrayList<>();
        ReplayPage page;
        long after = log.getFirst().record().offset() - 1;
        do {
            page = page("/user:ann", after);
            events.addAll(page.events());
            after = page.upTo();
        } while (page.isFull());

        assertThat(events).hasSameSizeAs(log);
        for (int i = 0; i < log.size(); i++) {
            assertThat(events.get(i).offset()).isEqualTo(log.get(i).record().offset());
            assertThat(events.get(i).value()).isEqualTo(log.get(i).record().value());
        }
        assertThat(page("/user:nobody", -1).events()).isEmpty();
        assertThat(page("/everyone", -1).events()).isEmpty();
    }

    /** A page says that it is complete. */
    @Test
    void whatTheStoreDoesNotTakeAsAnItemIsOnThePageAllTheSame() throws Exception {
        View.update("""
                create function refuse() returns trigger language plpgsql as $$ begin
                  if new.id = 'refused' then raise exception using errcode = '54000'; end if;
                  return new;
                end $$""");
        View.update("create trigger refusing before insert on item for each row execute function refuse()");
        try {
            for (String id : List.of("before", "refused", "after")) {
                Log.write(app + "/user:ann", item(id));
            }
            View.awaitQuiet();
        } finally {
            View.update("drop trigger refusing on item");
            View.update("drop function refuse");
        }

        assertThat(UserApi.of(app, "ann").feed("").then().extract().<List<String>>path("items.id"))
                .containsExactly("after", "before");
        assertThat(page("/user:ann", -1).events())
                .extracting(ReplayPage.Event::offset)
                .containsExactlyElementsOf(Log.all(app + "/user:ann").stream()
                        .map(entry -> entry.record().offset())
                        .toList());
    }

    private static CloudEvent item(String id) {
        return CloudEvent.of(
                id,
                "/test",
                "notification.created",
                Instant.now(),
                JsonNodeFactory.instance.objectNode().put("title", "t"));
    }

    @Test
    void whatTheViewCannotPromiseIsRefused() throws Exception {
        long offset = Calls.publish(app, Calls.to("ann"))
                .<Number>path("positions[0].offset")
                .longValue();
        View.awaitQuiet();
        String key = app + "/user:ann";

        ask(SECRET, key, "another-1", "0").then().statusCode(409);
        ask(SECRET, key, Log.epoch().text(), "999999999").then().statusCode(410);
        View.update(
                "update feed_channel set forgotten_up_to = (select max(generation)::bigint << 40 from log_epoch) + ?"
                        + " where app = ? and name = 'user:ann'",
                offset,
                app);
        ask(SECRET, key, Log.epoch().text(), Long.toString(offset - 1)).then().statusCode(410);
        ask(SECRET, key, Log.epoch().text(), Long.toString(offset)).then().statusCode(200);
    }

    @Test
    void onlyWhoHasTheSecretIsAnswered() throws Exception {
        String epoch = Log.epoch().text();
        RestAssured.get(ReplayCall.PATH).then().statusCode(401).body("code", equalTo("token-missing"));
        ask("another", app + "/user:ann", epoch, "0").then().statusCode(401).body("code", equalTo("token-invalid"));
        for (String key : List.of("", "ann", app + "/private:x", app + "/nobody")) {
            ask(SECRET, key, epoch, "0").then().statusCode(400).body("errors[0].field", equalTo("key"));
        }
        ask(SECRET, app + "/user:ann", "!", "0").then().statusCode(400);
        ask(SECRET, app + "/user:ann", epoch, "-2").then().statusCode(400);
    }

    private ReplayPage page(String channel, long after) throws Exception {
        Response answer = ask(SECRET, app + channel, Log.epoch().text(), Long.toString(after));
        answer.then().statusCode(200);
        return ReplayPage.read(after, Long.parseLong(answer.header(ReplayCall.UP_TO_HEADER)), answer.asByteArray());
    }

    private static Response ask(String secret, String key, String epoch, String after) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + secret)
                .queryParam(ReplayCall.KEY, key)
                .queryParam(ReplayCall.EPOCH, epoch)
                .queryParam(ReplayCall.AFTER, after)
                .get(ReplayCall.PATH);
    }
}
