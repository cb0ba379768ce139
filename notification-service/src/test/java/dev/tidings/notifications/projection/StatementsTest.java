package dev.tidings.notifications.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.SqlConnectOptions;
import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {

    /** A longer one is not kept by the driver: it would be planned anew for each batch, over all weeks. */
    @Test
    void everyStatementIsPlannedOnce() throws Exception {
        for (Class<?> rows : List.of(Channels.class, ItemRows.class, WordRows.class, UserRows.class)) {
            for (Field field : rows.getDeclaredFields()) {
                if (field.getType() == String.class) {
                    field.setAccessible(true);
                    assertThat((String) field.get(null))
                            .as(field.toString())
                            .hasSizeLessThanOrEqualTo(SqlConnectOptions.DEFAULT_PREPARED_STATEMENT_CACHE_SQL_LIMIT);
                }
            }
        }
    }
}
