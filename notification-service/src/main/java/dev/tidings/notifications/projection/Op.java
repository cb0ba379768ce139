package dev.tidings.notifications.projection;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a user can say of items. */
public enum Op {
    READ,
    UNREAD,
    SEEN,
    ARCHIVED,
    UNARCHIVED;

    /** By the word on the wire. */
    public static final Map<String, Op> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Op::word, Function.identity()));

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
