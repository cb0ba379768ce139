package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.contract.position.Epoch;
import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A week that nobody wrote to so far. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class WeeksTest {

    private static final String MAKE = "select make_feed_week('2001-01-01')";

    @Inject
    SliceWriter writer;

    @BeforeEach
    void whenTheSchemaIsThere() throws Exception {
        Await.that(() -> View.value("select count(*) from flyway_schema_history where version = '14' and success")
                .equals("1"));
    }

    @AfterEach
    void nobodyHasAnyUseForIt() throws SQLException {
        View.value(MAKE);
        View.value("select drop_feed_week('2001-01-01')");
    }

    /** With a lock of its own on the parents it would wait for every reader, and be in a deadlock with some. */
    @Test
    void aWeekIsMadeWhileOthersReadAndWrite() throws Exception {
        try (Connection reader = View.connect();
                Connection writer = View.connect();
                Connection maker = View.connect()) {
            reader.setAutoCommit(false);
            reader.createStatement().execute("select from item i join event e using (channel, place) limit 1");
            writer.setAutoCommit(false);
            writer.createStatement().execute("delete from item where channel = -5");
            writer.createStatement().execute("delete from event where channel = -5");
            maker.createStatement().execute("set lock_timeout = '5s'");
            maker.createStatement().execute(MAKE);
        }
        assertThat(weeks()).isEqualTo("2");
    }

    @Test
    void ofTwoWhoNeedItAtOnceOneMakesItAndTheOtherFindsIt() throws Exception {
        try (Connection first = View.connect();
                Connection second = View.connect();
                var thread = Executors.newSingleThreadExecutor()) {
            first.setAutoCommit(false);
            first.createStatement().execute(MAKE);
            Future<Boolean> found = thread.submit(() -> second.createStatement().execute(MAKE));
            Await.that(() -> View.value(
                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query = ?", MAKE)
                    .equals("1"));
            first.commit();
            assertThat(found.get()).isTrue();
        }
        assertThat(weeks()).isEqualTo("2");
    }

    /** As a database that was put back has it, or one where somebody dropped a week by hand. */
    @Test
    void aWeekThatIsThereNoMoreIsMadeAgain() throws Exception {
        Instant aMonthAgo = Instant.now().minus(Duration.ofDays(30));
        String drop =
                "select drop_feed_week(date_trunc('week', '" + aMonthAgo + "'::timestamptz at time zone 'UTC')::date)";
        int number =
                Integer.parseInt(View.value("insert into log_epoch (epoch) values ('another-1') returning generation"));
        View.update(
                "insert into projected (generation, partition, next_offset, badged_offset) values (?, 0, 0, 0)",
                number);
        try {
            write(number, 0, aMonthAgo);
            View.value(drop);

            assertThatThrownBy(() -> write(number, 1, aMonthAgo)).isInstanceOf(PgException.class);
            write(number, 1, aMonthAgo);
        } finally {
            View.value(drop);
            View.update("delete from projected where generation = ?", number);
            View.update("delete from log_epoch where generation = ?", number);
        }
    }

    private void write(int generation, long offset, Instant at) {
        AppChannel ann = new AppChannel("weeks", new Channel.User("ann"));
        Entry entry = new Entry(ann, offset, at, new byte[0], new Said.Nothing(), Optional.empty());
        Generation log = new Generation(generation, Epoch.of("another", 1));
        writer.write(new Slice(log, 0, offset, offset, offset + 1, List.of(entry)))
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    private static String weeks() throws SQLException {
        return View.value("select count(*) from pg_inherits where inhrelid::regclass::text like '%\\_2001\\_01\\_01'");
    }
}
