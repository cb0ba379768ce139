package dev.tidings.edge.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One event loop's subscriptions by channel; adding and removing cost the same however many there are. Loop-confined. */
final class Subscribers {

    private final Map<String, List<Subscription>> byChannel = new HashMap<>();
    private int size;

    void add(Subscription subscription) {
        List<Subscription> channel = byChannel.computeIfAbsent(subscription.key(), key -> new ArrayList<>(1));
        subscription.index = channel.size();
        channel.add(subscription);
        size++;
    }

    /** The last one takes the place of the one that goes. */
    void remove(Subscription subscription) {
        List<Subscription> channel = byChannel.get(subscription.key());
        Subscription last = channel.removeLast();
        if (last != subscription) {
            channel.set(subscription.index, last);
            last.index = subscription.index;
        }
        if (channel.isEmpty()) {
            byChannel.remove(subscription.key());
        }
        size--;
    }

    List<Subscription> of(String key) {
        return byChannel.getOrDefault(key, List.of());
    }

    Collection<Subscription> all() {
        return byChannel.values().stream().flatMap(List::stream).toList();
    }

    int size() {
        return size;
    }
}
