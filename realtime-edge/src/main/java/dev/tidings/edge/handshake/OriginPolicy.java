package dev.tidings.edge.handshake;

import dev.tidings.edge.config.EdgeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which pages may connect, by app. Whoever sends no origin is no browser, and is not held up here. Immutable. */
@Singleton
final class OriginPolicy {

    private static final Pattern ANY_PORT = Pattern.compile(":\\d{1,5}");

    private final Map<String, List<String>> byApp;

    @Inject
    OriginPolicy(EdgeConfig config) {
        this(config.apps().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, app -> app.getValue().origins().orElse(List.of()))));
    }

    OriginPolicy(Map<String, List<String>> byApp) {
        this.byApp = byApp;
    }

    /** Whether any app has it: all that can be said before a token was read. */
    boolean isKnown(String origin) {
        return byApp.keySet().stream().anyMatch(app -> allows(app, Optional.of(origin)));
    }

    boolean allows(String app, Optional<String> origin) {
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
