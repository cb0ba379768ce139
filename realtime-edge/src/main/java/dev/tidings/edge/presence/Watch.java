package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.edge.presence.PresenceRecord.Seat;
import dev.tidings.edge.rendering.Outlet;
import java.util.function.BooleanSupplier;

/** One subscription's view of who is on its channel: what its client was told. Event-loop confined. */
final class Watch {

    private final Seat seat;
    private final Outlet outlet;
    private final BooleanSupplier announced;

    /** Null until it was told any: the first has its own user in it, so one from before it came is not for it. */
    private Roster told;

    /** @param announced whether its client knows that it is subscribed: before, nothing is said of the channel */
    Watch(Seat seat, Outlet outlet, BooleanSupplier announced) {
        this.seat = seat;
        this.outlet = outlet;
        this.announced = announced;
    }

    AppChannel channel() {
        return seat.channel();
    }

    Seat seat() {
        return seat;
    }

    String user() {
        return seat.user();
    }

    Outlet outlet() {
        return outlet;
    }

    /** Who doesn't read is told later, what there is to tell then. */
    boolean canBeTold(Roster roster) {
        boolean news = told == null ? roster.has(seat.user()) : told != roster;
        return news && announced.getAsBoolean() && outlet.isWritable();
    }

    /** Answers what it was told before, null where nothing was. */
    Roster tell(Roster roster) {
        Roster before = told;
        told = roster;
        return before;
    }
}
