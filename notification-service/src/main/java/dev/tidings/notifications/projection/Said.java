package dev.tidings.notifications.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What an event means to the view. The closed set; immutable. */
sealed interface Said {

    /** It is an item of a feed. */
    record Item(String id, String category, Optional<Instant> expiresAt, boolean critical) implements Said {}

    /** A user said something of items. */
    sealed interface Word extends Said {}

    /**
     * Of all up to there.
     *
     * @param own a place of the user's own channel, or {@link Place#NOWHERE}
     * @param everyone likewise of the broadcasts
     * @param category empty: of all categories
     */
    record UpTo(Op op, long own, long everyone, String category) implements Word {

        /** Whether the one before says nothing that this one doesn't. */
        boolean covers(UpTo before) {
            return op == before.op
                    && category.equals(before.category)
                    && own >= before.own
                    && everyone >= before.everyone;
        }
    }

    /** Of these items, each named once. */
    record Of(Op op, List<String> ids) implements Word {
        public Of {
            ids = List.copyOf(ids);
        }
    }

    /** All of the user up to this event is deleted. */
    record Deletion() implements Word {}

    /** Nothing but an event that a reader may want again. */
    record Nothing() implements Said {}
}
