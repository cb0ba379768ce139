package dev.tidings.notifications.feed;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a page ends: below which place of the user's own channel, and of the broadcasts, the next one begins. Both lists are
 * in the order of the log, which what arrives meanwhile does not change. Opaque to clients. Immutable.
 */
record Cursor(long own, long everyone) {

    private static final int RADIX = 36;
    private static final Pattern TEXT = Pattern.compile("([0-9a-z]{1,12})-([0-9a-z]{1,12})");

    static Optional<Cursor> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new Cursor(Long.parseLong(matcher.group(1), RADIX), Long.parseLong(matcher.group(2), RADIX)))
                : Optional.empty();
    }

    String text() {
        return Long.toString(own, RADIX) + "-" + Long.toString(everyone, RADIX);
    }
}
