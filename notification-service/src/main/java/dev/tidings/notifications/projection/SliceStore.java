package dev.tidings.notifications.projection;

import dev.tidings.notifications.tracing.Traces;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Writes slices, and never stops at one that the database will not have: such a one is halved until the record is found,
 * which is counted, and kept as an event that says nothing. Nor is a deletion written together with what its user has later.
 * Safe for use by any thread.
 */
@ApplicationScoped
class SliceStore {

    /** SQLSTATE classes that blame the data: of its form, of its size. */
    private static final String DATA_EXCEPTION = "22";

    private static final String LIMIT_EXCEEDED = "54";

    private final SliceWriter writer;
    private final InvalidRecords invalid;
    private final Traces traces;

    SliceStore(SliceWriter writer, InvalidRecords invalid, Traces traces) {
        this.writer = writer;
        this.invalid = invalid;
        this.traces = traces;
    }

    /** Fails with {@link SliceWriter.Fenced}, or where the database is away. */
    Uni<Void> write(Slice slice) {
        return traces.projecting(
                "partition " + slice.partition(),
                slice.entries().stream().map(Entry::origin).flatMap(Optional::stream),
                store(slice));
    }

    private Uni<Void> store(Slice slice) {
        OptionalLong again = slice.againAfterADeletion();
        return again.isPresent() ? parts(slice, again.getAsLong()) : whole(slice);
    }

    private Uni<Void> whole(Slice slice) {
        return writer.write(slice)
                .onFailure(SliceStore::blamesTheData)
                .recoverWithUni(() -> slice.entries().size() > 1 ? halves(slice) : nothingOf(slice));
    }

    private Uni<Void> halves(Slice slice) {
        int middle = slice.entries().size() / 2;
        return parts(slice, slice.entries().get(middle).offset());
    }

    private Uni<Void> parts(Slice slice, long middle) {
        var parts = slice.splitAt(middle);
        return store(parts.getFirst()).chain(done -> store(parts.getLast()));
    }

    /** Streams have it, and so has replay, which says of a page that it is complete. */
    private Uni<Void> nothingOf(Slice slice) {
        slice.entries().forEach(entry -> invalid.skipped("refused-by-store", slice.partition(), entry.offset()));
        return writer.write(slice.sayingNothing())
                .onFailure(SliceStore::blamesTheData)
                .recoverWithUni(() -> writer.pass(slice));
    }

    private static boolean blamesTheData(Throwable failure) {
        return failure instanceof PgException refusal
                && refusal.getSqlState() != null
                && (refusal.getSqlState().startsWith(DATA_EXCEPTION)
                        || refusal.getSqlState().startsWith(LIMIT_EXCEEDED));
    }
}
