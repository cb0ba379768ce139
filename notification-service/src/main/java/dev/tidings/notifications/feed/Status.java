package dev.tidings.notifications.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which items of a feed are asked for; {@link #ALL} is everything that is not archived. */
enum Status {
    ALL,
    UNREAD,
    ARCHIVED;

    /** By the word on the wire. */
    static final Map<String, Status> BY_WORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(
                    status -> status.name().toLowerCase(Locale.ROOT), Function.identity()));
}
