package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.log.PresenceTopic;
import io.micrometer.core.instrument.Counter;
import java.util.List;
import java.util.Optional;

/**
 * Makes of the topic's records who is on which channel. What is heard of other edges comes from there; of this edge the topic
 * is only checked. Called by the reader's thread.
 */
final class PresenceView implements PresenceTopic.Listener {

    /** Whoever passes on that something is another than it was. */
    interface Changes {
        void changed(AppChannel channel);

        /** Any of them may be. */
        void allChanged();
    }

    private final String self;
    private final Seats seats;
    private final OwnSeats own;
    private final LiveEdges edges;
    private final Changes changes;
    private final Counter invalid;

    private volatile boolean complete;

    PresenceView(String self, Seats seats, OwnSeats own, LiveEdges edges, Changes changes, Counter invalid) {
        this.self = self;
        this.seats = seats;
        this.own = own;
        this.edges = edges;
        this.changes = changes;
        this.invalid = invalid;
    }

    /**
     * Whether all that was written before this edge's first sign of life is known: that is when that one comes back. Before, a
     * roster would be a part of one, and nobody is told it.
     */
    boolean isComplete() {
        return complete;
    }

    @Override
    public void begin() {
        complete = false;
        edges.forgetAll();
        seats.keepOnly(self);
        own.writeAllAgain();
    }

    @Override
    public void read(List<PresenceTopic.Entry> entries) {
        for (PresenceTopic.Entry entry : entries) {
            PresenceRecord.read(entry.key(), entry.value())
                    .ifPresentOrElse(record -> apply(record, entry.timestamp()), invalid::increment);
        }
    }

    private void apply(PresenceRecord record, long timestamp) {
        switch (record) {
            case PresenceRecord.Here(String edge) -> {
                boolean news = edge.equals(self) ? beat(timestamp) : edges.heard(edge, timestamp);
                if (news) {
                    changes.allChanged();
                }
            }
            case PresenceRecord.Going(String edge) -> edges.going(edge, timestamp);
            case PresenceRecord.Gone(String edge) -> edges.gone(edge);
            case PresenceRecord.Taken(PresenceRecord.Seat seat, Member member) -> {
                edges.mentioned(seat.edge(), timestamp);
                apply(seat, Optional.of(member));
            }
            case PresenceRecord.Left(PresenceRecord.Seat seat) -> apply(seat, Optional.empty());
        }
    }

    private void apply(PresenceRecord.Seat seat, Optional<Member> member) {
        if (own.has(seat)) {
            own.found(seat, member);
        } else {
            member.ifPresentOrElse(taken -> seats.put(seat, taken), () -> seats.remove(seat));
            changes.changed(seat.channel());
        }
    }

    private boolean beat(long timestamp) {
        if (complete) {
            return edges.beat();
        }
        edges.beginAt(timestamp);
        complete = true;
        return true;
    }
}
