package dev.tidings.edge.config;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;

/** The limits of each app: the usual ones, and what is configured otherwise for it. Immutable. */
@Singleton
public final class LimitsByApp {

    private final Limits usual;
    private final Map<String, Limits> byApp;

    @Inject
    LimitsByApp(EdgeConfig config) {
        this.usual = Limits.of(config.session());
        this.byApp = config.apps().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, app -> usual.with(app.getValue().limits())));
        int largest = config.session().largestMessage();
        byApp.forEach((app, limits) -> {
            if (limits.messageBytes() > largest) {
                throw new IllegalArgumentException(
                        "tidings.edge.apps." + app + ".limits.message-bytes: more than session.largest-message");
            }
        });
    }

    public Limits of(String app) {
        return byApp.getOrDefault(app, usual);
    }
}
