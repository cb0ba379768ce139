package dev.tidings.edge.session;

import dev.tidings.edge.config.EdgeConfig;
import java.time.Duration;

/** The contract's defaults. */
final class Heartbeats implements EdgeConfig.Sessions {

    @Override
    public Duration heartbeat() {
        return Duration.ofSeconds(25);
    }

    @Override
    public Duration noProgress() {
        return Duration.ofSeconds(60);
    }

    @Override
    public int connections() {
        return 1_000;
    }

    @Override
    public int messageBytes() {
        return 1_000;
    }

    @Override
    public int largestMessage() {
        return 1_000;
    }

    @Override
    public int messagesPerSecond() {
        return 20;
    }

    @Override
    public int messageBurst() {
        return 40;
    }

    @Override
    public Duration overRate() {
        return Duration.ofSeconds(5);
    }

    @Override
    public int badMessagesPerMinute() {
        return 20;
    }

    @Override
    public int channels() {
        return 100;
    }

    @Override
    public int connectionsPerUser() {
        return 20;
    }
}
