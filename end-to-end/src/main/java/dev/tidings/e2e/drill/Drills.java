package dev.tidings.e2e.drill;

import java.util.List;
import java.util.Optional;

/** All drills there are, in the order in which they are best learnt. */
final class Drills {

    static final List<Drill> ALL =
            List.of(new Kills(), new Rollout(), new Links(), new FullDisk(), new SlowDisk(), new Stalls());

    private Drills() {}

    static Optional<Drill> named(String name) {
        return ALL.stream().filter(drill -> drill.name().equals(name)).findFirst();
    }
}
