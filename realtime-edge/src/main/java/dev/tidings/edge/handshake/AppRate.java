package dev.tidings.edge.handshake;

import dev.tidings.edge.config.Limits;
import dev.tidings.edge.config.LimitsByApp;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many handshakes an app may make, whoever makes them. One bucket an app. Safe for use by any thread. */
@Singleton
final class AppRate {

    private static final int BURST_SECONDS = 5;

    private final LimitsByApp limits;
    private final Map<String, HandshakeRate> byApp = new ConcurrentHashMap<>();

    @Inject
    AppRate(LimitsByApp limits) {
        this.limits = limits;
    }

    /** The app is a verified token's: there are as many as there are tenants. */
    boolean admits(String app, long nowNanos) {
        return byApp.computeIfAbsent(app, this::rate).admits(app, nowNanos);
    }

    private HandshakeRate rate(String app) {
        Limits its = limits.of(app);
        return new HandshakeRate(its.handshakesPerSecond(), its.handshakesPerSecond() * BURST_SECONDS);
    }
}
