package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.notifications.fixture.Await;
import dev.tidings.notifications.fixture.Backends;
import dev.tidings.notifications.fixture.View;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
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

    @BeforeEach
    void whenTheSchemaIsThere() throws Exception {
        Await.that(() -> View.value("select count(*) from flyway_schema_history where version = '14' and success")
                .equals("1"));
    }

    @AfterEach
    void nobodyHasAnyUseForIt() throws SQLException {
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

    private static String weeks() throws SQLException {
        return View.value("select count(*) from pg_inherits where inhrelid::regclass::text like '%\\_2001\\_01\\_01'");
    }
}
