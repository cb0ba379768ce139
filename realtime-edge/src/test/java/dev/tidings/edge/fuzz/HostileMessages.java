package dev.tidings.edge.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages as no good client writes them: near enough to the contract's to get past the first look. */
public final class HostileMessages {

    private static final List<String> TYPES =
            List.of("subscribe", "unsubscribe", "refresh", "publish", "pong", "welcome", "event", "sing", "");
    private static final List<String> CHANNELS = List.of(
            "everyone",
            "public:a",
            "public:",
            "public:a/b",
            "private:a",
            "private:free.1",
            "presence:a",
            "user:somebody",
            "user:",
            "public:" + "x".repeat(200),
            "PUBLIC:a",
            "public:a\\u0000",
            "public:\\ud800",
            "demo/public:a");
    private static final List<String> MEMBERS =
            List.of("channel", "epoch", "offset", "grant", "ref", "token", "event", "data", "type");
    private static final List<String> SCALARS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "-2",
            "1.5",
            "1e30",
            "1e400",
            "-0",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(127),
            "9".repeat(1_100),
            "NaN",
            "01",
            "\"\"",
            "\"e\"",
            "\"a-12\"",
            "\"typing\"",
            "\"a.b.c\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\u202e\"",
            "\"" + "y".repeat(300) + "\"",
            "\"\\u00zz\"",
            "\"unfinished");

    private final Random random;

    public HostileMessages(Random random) {
        this.random = random;
    }

    public String next() {
        return switch (random.nextInt(8)) {
            case 0 -> value(random.nextInt(60));
            case 1 -> cut(object());
            case 2 -> object() + " " + object();
            case 3 -> "[" + object() + "]";
            default -> object();
        };
    }

    /** Of an object all is of the contract's form but for what it is about, and one or two members. */
    private String object() {
        List<String> members = new ArrayList<>();
        members.add("\"type\":" + (random.nextInt(12) == 0 ? value(2) : "\"" + any(TYPES) + "\""));
        if (random.nextInt(5) > 0) {
            members.add("\"channel\":\"" + any(CHANNELS) + "\"");
        }
        if (random.nextBoolean()) {
            members.add("\"event\":\"typing\"");
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            // Twice the same one is among what may come of it.
            members.add("\"" + any(MEMBERS) + "\":" + value(random.nextInt(4)));
        }
        return members.stream().collect(Collectors.joining(",", "{", "}"));
    }

    private String value(int depth) {
        if (depth == 0) {
            return any(SCALARS);
        }
        return switch (random.nextInt(3)) {
            case 0 -> "[" + value(depth - 1) + "]";
            case 1 -> "{\"" + any(MEMBERS) + "\":" + value(depth - 1) + "}";
            default ->
                IntStream.range(0, random.nextInt(5))
                        .mapToObj(i -> any(SCALARS))
                        .collect(Collectors.joining(",", "[", "]"));
        };
    }

    private String cut(String text) {
        return text.substring(0, random.nextInt(text.length()));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
