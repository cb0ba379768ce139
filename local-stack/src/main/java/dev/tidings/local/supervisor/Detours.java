package dev.tidings.local.supervisor;

import dev.tidings.local.process.StackFailure;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the others reach a part of the stack, if not where it listens. So a drill puts itself between them, to cut or slow a
 * connection.
 *
 * @param ports by the part's name
 */
record Detours(Map<String, Integer> ports) {

    private static final String VARIABLE = "TIDINGS_DETOURS";
    private static final Pattern DETOURS = Pattern.compile("([a-z-]+=[0-9]{1,5}(,[a-z-]+=[0-9]{1,5})*)?");

    /** As {@code kafka=8120,postgres=8130}. */
    static Detours fromEnvironment() {
        String text = System.getenv().getOrDefault(VARIABLE, "");
        if (!DETOURS.matcher(text).matches()) {
            throw new StackFailure(VARIABLE + " is not of the form kafka=8120,postgres=8130: " + text);
        }
        return new Detours(Stream.of(text.split(",", -1))
                .filter(detour -> !detour.isEmpty())
                .map(detour -> detour.split("=", -1))
                .collect(Collectors.toUnmodifiableMap(detour -> detour[0], detour -> Integer.valueOf(detour[1]))));
    }

    int to(String part, int port) {
        return ports.getOrDefault(part, port);
    }
}
