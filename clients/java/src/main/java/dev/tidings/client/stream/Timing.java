package dev.tidings.client.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * All of a stream's times. Tests have shorter ones, and a seed.
 *
 * @param stable so long a connection has lived that the next failure is a first one again
 * @param untilWelcome how long a connection may say nothing before its welcome
 * @param askPause between two requests for channels, once there were {@code askBurst}: the server takes 20 a second
 * @param refreshPause before another token for a refresh is asked for, where there was none
 */
record Timing(
        Duration firstBackoff,
        Duration longestBackoff,
        Duration stable,
        Duration untilWelcome,
        Duration askPause,
        int askBurst,
        Duration refreshPause,
        RandomGenerator random) {

    /** Nobody is there who says nothing for so many heartbeats. */
    static final int SILENT_HEARTBEATS = 3;

    static Timing usual(RandomGenerator random) {
        return new Timing(
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofMillis(100),
                10,
                Duration.ofSeconds(5),
                random);
    }
}
