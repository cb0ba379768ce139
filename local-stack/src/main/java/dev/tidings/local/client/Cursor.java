package dev.tidings.local.client;

import dev.tidings.local.process.StackFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a reader of the stream has: one position a channel. Not for use by several threads.
 *
 * <p>All positions are of one epoch. A subscription in another makes those of the old void.
 */
final class Cursor {

    /** No offset at all; -1 is one: everything of the channel follows. */
    private static final long FROM_NOW = Long.MIN_VALUE;

    private static final Pattern POSITION = Pattern.compile("([^~;]+)(?:~(-1|\\d{1,18}))?");

    private String epoch = "";
    private final Map<String, Long> offsets = new LinkedHashMap<>();

    /** A resume string's positions; a channel without an offset is "from now". */
    static Cursor parse(String resume) {
        Cursor cursor = new Cursor();
        if (resume.isEmpty()) {
            return cursor;
        }
        String[] parts = resume.split(";", -1);
        cursor.epoch = parts[0];
        for (String part : List.of(parts).subList(1, parts.length)) {
            Matcher position = POSITION.matcher(part);
            if (!position.matches()) {
                throw new StackFailure("this is no position: '" + part + "'");
            }
            String offset = position.group(2);
            cursor.offsets.put(position.group(1), offset == null ? FROM_NOW : Long.parseLong(offset));
        }
        return cursor;
    }

    /** Empty where nothing is known yet. */
    String resumeString() {
        return offsets.isEmpty()
                ? ""
                : epoch
                        + offsets.entrySet().stream()
                                .map(each -> each.getValue() == FROM_NOW
                                        ? each.getKey()
                                        : each.getKey() + "~" + each.getValue())
                                .collect(Collectors.joining(";", ";", ""));
    }

    /** Every event of the channel after the offset follows. What was recovered goes on from what we have. */
    void subscribed(String inEpoch, String channel, long offset, boolean recovered) {
        if (!inEpoch.equals(epoch)) {
            offsets.clear();
            epoch = inEpoch;
        }
        offsets.merge(channel, offset, (mine, theirs) -> recovered ? Math.max(mine, theirs) : theirs);
    }

    /** Whether an event is missing between what we have and one that says what came before it. */
    boolean isGapBefore(String channel, long previous) {
        return offsets.getOrDefault(channel, Long.MAX_VALUE) < previous;
    }

    /** Takes an event; false where we have it. */
    boolean advance(String channel, long offset) {
        if (offsets.getOrDefault(channel, FROM_NOW) >= offset) {
            return false;
        }
        offsets.put(channel, offset);
        return true;
    }
}
