package dev.tidings.edge.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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

    int count(String key) {
        List<Subscription> channel = byChannel.get(key);
        return channel == null ? 0 : channel.size();
    }

    /**
     * Backwards, because what is done with one may show that its connection is gone: then it is removed, and whoever takes
     * its place had their turn.
     */
    void forEach(String key, Consumer<Subscription> action) {
        List<Subscription> channel = byChannel.getOrDefault(key, List.of());
        for (int i = channel.size() - 1; i >= 0; i--) {
            if (i < channel.size()) {
                action.accept(channel.get(i));
            }
        }
    }

    Collection<Subscription> all() {
        return byChannel.values().stream().flatMap(List::stream).toList();
    }

    int size() {
        return size;
    }
}
