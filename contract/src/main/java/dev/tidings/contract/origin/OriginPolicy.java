package dev.tidings.contract.origin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which pages may use a user's resources, by app: origins as they are sent, exact or with {@code *} for any port and none
 * ({@code http://localhost:*}). Whoever sends no origin is no browser, and is not held up here. Immutable.
 */
public final class OriginPolicy {

    private static final Pattern ANY_PORT = Pattern.compile(":\\d{1,5}");

    private final Map<String, List<String>> byApp;

    /** An app that is not named, or names none, has no origins: browsers are refused. */
    public OriginPolicy(Map<String, List<String>> byApp) {
        this.byApp = byApp.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, app -> List.copyOf(app.getValue())));
    }

    /** Whether any app has it: all that can be said before a token was read. */
    public boolean isKnown(String origin) {
        return byApp.keySet().stream().anyMatch(app -> allows(app, Optional.of(origin)));
    }

    public boolean allows(String app, Optional<String> origin) {
        return origin.isEmpty()
                || byApp.getOrDefault(app, List.of()).stream().anyMatch(allowed -> matches(allowed, origin.get()));
    }

    private static boolean matches(String allowed, String origin) {
        if (!allowed.endsWith(":*")) {
            return origin.equals(allowed);
        }
        String host = allowed.substring(0, allowed.length() - 2);
        return origin.startsWith(host)
                && (origin.length() == host.length()
                        || ANY_PORT.matcher(origin.substring(host.length())).matches());
    }
}
