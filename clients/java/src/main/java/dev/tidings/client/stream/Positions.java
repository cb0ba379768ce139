package dev.tidings.client.stream;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a stream stands: a position for each of its channels. Immutable.
 *
 * <p>Its {@code toString()} is the resume string, {@code <epoch>;<channel>~<offset>;...}: what to store, and to come back
 * with, in this process or in another.
 */
public final class Positions {

    /** Nowhere yet: from now on. */
    public static final Positions NOW = new Positions(Map.of(), Set.of());

    private static final Pattern EPOCH = Pattern.compile("[A-Za-z0-9_-]{1,22}");
    private static final Pattern CHANNEL = Pattern.compile("([^~;]+)(?:~(-1|\\d{1,18}))?");

    /** The longest number, and what is around it. */
    private static final int MAX_OFFSET = 21;

    private final Map<String, Position> known;
    /** Named without an offset: from now on. */
    private final Set<String> fromNow;

    private Positions(Map<String, Position> known, Set<String> fromNow) {
        this.known = known;
        this.fromNow = fromNow;
    }

    /** Reads a resume string; the empty one is {@link #NOW}. What is none is an {@link IllegalArgumentException}. */
    public static Positions parse(String resume) {
        if (resume.isEmpty()) {
            return NOW;
        }
        String[] parts = resume.split(";", -1);
        if (!EPOCH.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException("this is no resume string: '" + resume + "'");
        }
        Map<String, Position> known = new LinkedHashMap<>();
        Set<String> fromNow = new LinkedHashSet<>();
        for (int i = 1; i < parts.length; i++) {
            Matcher channel = CHANNEL.matcher(parts[i]);
            if (!channel.matches()) {
                throw new IllegalArgumentException("this is no position: '" + parts[i] + "'");
            }
            String name = channel.group(1);
            if (channel.group(2) == null) {
                fromNow.add(name);
            } else {
                known.put(name, new Position(name, parts[0], Long.parseLong(channel.group(2))));
            }
        }
        return new Positions(known, fromNow);
    }

    /** After these, such as those of a receipt. */
    public static Positions after(Collection<Position> positions) {
        Positions all = NOW;
        for (Position position : positions) {
            all = all.with(position);
        }
        return all;
    }

    /** That channel's, if it has one. */
    public Optional<Position> of(String channel) {
        return Optional.ofNullable(known.get(channel));
    }

    /** All that are named. */
    public Set<String> channels() {
        Set<String> all = new LinkedHashSet<>(known.keySet());
        all.addAll(fromNow);
        return Collections.unmodifiableSet(all);
    }

    /** As many as a resume string of that length holds, those first that come by themselves; nothing from now on. */
    Positions within(int characters, Predicate<String> first) {
        Map<String, Position> chosen = new LinkedHashMap<>();
        int length = 0;
        for (boolean automatic : new boolean[] {true, false}) {
            for (Position position : known.values()) {
                int its = position.channel().length() + MAX_OFFSET;
                if (first.test(position.channel()) == automatic && length + its <= characters) {
                    length += its;
                    chosen.put(position.channel(), position);
                }
            }
        }
        return new Positions(chosen, Set.of());
    }

    Positions with(Position position) {
        Map<String, Position> more = new LinkedHashMap<>(known);
        Position before = more.get(position.channel());
        if (before != null && !before.epoch().equals(position.epoch())) {
            // To the end: those that the epoch's change has not reached yet stay in front, see toString.
            more.remove(position.channel());
        }
        more.put(position.channel(), position);
        return new Positions(more, without(fromNow, position.channel()));
    }

    Positions without(String channel) {
        Map<String, Position> fewer = new LinkedHashMap<>(known);
        fewer.remove(channel);
        return new Positions(fewer, without(fromNow, channel));
    }

    private static Set<String> without(Set<String> names, String name) {
        if (!names.contains(name)) {
            return names;
        }
        Set<String> fewer = new LinkedHashSet<>(names);
        fewer.remove(name);
        return fewer;
    }

    /**
     * The resume string; empty where nothing is known yet. While the channels go from one epoch to another, it is still of the
     * old one: who comes back with it then is told of each channel openly what is lost.
     */
    @Override
    public String toString() {
        if (known.isEmpty()) {
            return "";
        }
        StringBuilder resume =
                new StringBuilder(known.values().iterator().next().epoch());
        known.values()
                .forEach(position -> resume.append(';')
                        .append(position.channel())
                        .append('~')
                        .append(position.offset()));
        fromNow.forEach(channel -> resume.append(';').append(channel));
        return resume.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && known.equals(that.known) && fromNow.equals(that.fromNow);
    }

    @Override
    public int hashCode() {
        return known.hashCode() + fromNow.hashCode();
    }
}
