package dev.tidings.e2e.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Connections between the parts are cut, and nobody is told; then they are slow. */
final class Links implements Drill {

    private static final Duration CUT = Duration.ofSeconds(15);
    private static final Duration SLOW = Duration.ofSeconds(20);
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final int BYTES_PER_SECOND = 256 * 1024;

    /**
     * What others reach.
     *
     * @param listens so much above the front door's port, by default
     * @param reached so much above it the others find it
     */
    private record Place(String name, int listens, int reached) {}

    private static final Place USERS = new Place("users", 0, 40);
    private static final List<Place> PARTS = List.of(
            new Place("kafka", 20, 41),
            new Place("postgres", 30, 42),
            new Place("auth-service", 1, 43),
            new Place("notification-service", 2, 44));

    private final Map<String, Relay> relays = new LinkedHashMap<>();

    @Override
    public String name() {
        return "links";
    }

    @Override
    public String what() {
        return "connections are cut without a word for %d s, then slow for %d s (%d ms later, %d KiB/s): to users, Kafka, PostgreSQL, JWKS, pages of replay"
                .formatted(CUT.toSeconds(), SLOW.toSeconds(), DELAY.toMillis(), BYTES_PER_SECOND / 1024);
    }

    @Override
    public Map<String, String> prepare(Ground ground) throws IOException {
        put(ground, USERS);
        ground.reachedAt(ground.port() + USERS.reached());
        for (Place part : PARTS) {
            put(ground, part);
        }
        return Map.of(
                "TIDINGS_DETOURS",
                PARTS.stream()
                        .map(part -> part.name() + "=" + (ground.port() + part.reached()))
                        .collect(Collectors.joining(",")));
    }

    private void put(Ground ground, Place place) throws IOException {
        relays.put(place.name(), new Relay(ground.port() + place.reached(), ground.port() + place.listens()));
    }

    @Override
    public void run(Ground ground) throws Exception {
        for (Map.Entry<String, Relay> link : relays.entrySet()) {
            Relay relay = link.getValue();
            ground.fault("the way to " + link.getKey() + " cut", relay::cut, CUT, relay::mend);
            ground.fault(
                    "the way to " + link.getKey() + " slow",
                    () -> relay.slow(DELAY, BYTES_PER_SECOND),
                    SLOW,
                    relay::mend);
        }
    }

    @Override
    public void clear(Ground ground) {
        relays.values().forEach(Relay::close);
    }
}
