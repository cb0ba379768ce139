package dev.tidings.notifications.publish;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How much a notification matters; {@link #CRITICAL} passes by what a user muted. */
enum Priority {
    LOW,
    NORMAL,
    HIGH,
    CRITICAL;

    static final Map<String, Priority> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Priority::word, Function.identity()));

    private final String word = name().toLowerCase(Locale.ROOT);

    String word() {
        return word;
    }
}
