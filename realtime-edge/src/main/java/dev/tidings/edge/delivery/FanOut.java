package dev.tidings.edge.delivery;

import dev.tidings.edge.log.LogEntry;
import dev.tidings.edge.rendering.Outlet;
import dev.tidings.edge.rendering.Rendered;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives a batch to those who are at the head. It goes channel by channel, and in a channel socket by socket: one is given
 * all that it gets before the next one's turn, because what a socket is made of stays in the processor's cache no longer
 * than that. In a channel the order is the log's. Loop-confined.
 */
final class FanOut {

    private final Subscribers subscribers;
    private final DeliveryMeters meters;

    FanOut(Subscribers subscribers, DeliveryMeters meters) {
        this.subscribers = subscribers;
        this.meters = meters;
    }

    /** What the batch has of one channel. */
    private record Share(String key, int width, List<LogEntry> entries) {}

    /**
     * Answers whether anybody here is on any of its channels. Each socket is flushed once, or where it is in several channels
     * once more with nothing to send, which costs little.
     */
    boolean deliver(List<LogEntry> batch) {
        List<Share> shares = sharesOf(batch);
        if (shares.isEmpty()) {
            return false;
        }
        List<Outlet> touched = new ArrayList<>();
        try {
            Share widest = shares.removeLast();
            shares.forEach(share -> write(share, touched::add));
            // Nothing comes after it, so its sockets, which are the most, can be flushed while they are at hand.
            write(widest, Outlet::flush);
        } finally {
            touched.forEach(Outlet::flush);
        }
        return true;
    }

    /** Of the channels that somebody here is subscribed to, the widest last. */
    private List<Share> sharesOf(List<LogEntry> batch) {
        Map<String, Share> byChannel = new LinkedHashMap<>();
        for (LogEntry entry : batch) {
            int width = subscribers.count(entry.key());
            if (width > 0) {
                byChannel
                        .computeIfAbsent(entry.key(), key -> new Share(key, width, new ArrayList<>()))
                        .entries()
                        .add(entry);
            }
        }
        List<Share> shares = new ArrayList<>(byChannel.values());
        shares.sort(Comparator.comparingInt(Share::width));
        return shares;
    }

    private void write(Share share, Consumer<Outlet> written) {
        List<Rendered> events = share.entries().stream().map(Rendered::new).toList();
        try {
            Tally tally = new Tally();
            subscribers.forEach(share.key(), subscription -> {
                if (write(events, subscription, tally)) {
                    written.accept(subscription.outlet());
                }
            });
            meters.delivered(tally);
        } finally {
            events.forEach(Rendered::close);
        }
    }

    /** Answers whether it took any: a socket that is full takes no more, and is behind from there on. */
    private static boolean write(List<Rendered> events, Subscription subscription, Tally tally) {
        int before = tally.events();
        for (Rendered event : events) {
            if (subscription.state != Subscription.State.AT_HEAD) {
                break;
            }
            if (event.offset() <= subscription.position) {
                continue;
            }
            if (subscription.outlet().isWritable()) {
                subscription.write(event);
                tally.add(event.length());
            } else {
                // It had everything before this one: that, and not its last event, is where it stands.
                subscription.position = event.offset() - 1;
                subscription.state = Subscription.State.BEHIND;
            }
        }
        return tally.events() > before;
    }
}
