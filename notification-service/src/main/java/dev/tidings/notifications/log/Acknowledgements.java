package dev.tidings.notifications.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;

/**
 * Of the records of one append. They come in any order, on the producer's network thread or on the sending thread. Done
 * when nothing is open any more, also after a failure: only then is nothing of this append on its way.
 */
final class Acknowledgements {

    private final long[] offsets;
    private final AtomicInteger open;
    private final CompletableFuture<long[]> all = new CompletableFuture<>();
    private volatile Exception failure;

    Acknowledgements(int records) {
        this.offsets = new long[records];
        this.open = new AtomicInteger(records);
    }

    /** For the record of that index. */
    Callback of(int index) {
        return (metadata, exception) -> {
            if (exception == null) {
                offsets[index] = metadata.offset();
            } else {
                fail(exception);
            }
            settle(1);
        };
    }

    boolean failed() {
        return failure != null;
    }

    /** So many records were not handed to the producer and won't be. */
    void unsent(int records, Exception why) {
        fail(why);
        settle(records);
    }

    /** The offsets in the order of the records, or the first failure. */
    CompletionStage<long[]> all() {
        return all.minimalCompletionStage();
    }

    private void fail(Exception why) {
        if (failure == null) {
            failure = why;
        }
    }

    private void settle(int records) {
        if (open.addAndGet(-records) > 0) {
            return;
        }
        if (failure == null) {
            all.complete(offsets);
        } else {
            all.completeExceptionally(failure);
        }
    }
}
