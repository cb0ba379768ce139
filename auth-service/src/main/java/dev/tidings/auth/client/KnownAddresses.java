package dev.tidings.auth.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** From where clients have succeeded; the most recent ones. Safe for use by any thread. */
final class KnownAddresses {

    private static final int MAX = 10_000;

    private final Set<String> pairs =
            Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > MAX;
                }
            }));

    boolean contains(String pair) {
        return pairs.contains(pair);
    }

    void add(String pair) {
        pairs.add(pair);
    }
}
