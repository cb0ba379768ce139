package dev.tidings.edge.presence;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;
import dev.tidings.edge.presence.PresenceRecord.Seat;
import dev.tidings.edge.rendering.Outlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One connection on its presence channels: a member there, and told of the others. Event-loop confined. */
public final class Attendance {

    private final OwnSeats own;
    private final Teller teller;
    private final Publisher publisher;
    private final Board board;
    private final Outlet outlet;
    private final Duration linger;
    /** As many as it has channels of the kind; most have none. */
    private List<Watch> watches = List.of();

    Attendance(OwnSeats own, Teller teller, Publisher publisher, Board board, Outlet outlet, Duration linger) {
        this.own = own;
        this.teller = teller;
        this.publisher = publisher;
        this.board = board;
        this.outlet = outlet;
        this.linger = linger;
    }

    /**
     * It has subscribed, or anew: then it is told everything once more, and the others nothing.
     *
     * @param info what the others see of its user
     * @param announced whether the client was told that it is subscribed
     */
    public void enter(AppChannel channel, String user, Map<String, Object> info, BooleanSupplier announced) {
        assert board.loop().inEventLoop();
        Seat seat = own.seat(channel, user);
        // First, so that giving up the earlier place of the same connection leaves nothing.
        own.enter(seat, new Member(user, PresenceRecord.info(info)));
        leave(channel.channel());
        Watch watch = new Watch(seat, outlet, announced);
        if (watches.isEmpty()) {
            watches = new ArrayList<>(1);
        }
        watches.add(watch);
        board.add(watch);
        changed(seat);
    }

    /** It has unsubscribed, and that counts at once. */
    public void leave(Channel channel) {
        for (Watch watch : List.copyOf(watches)) {
            if (watch.channel().channel().equals(channel)) {
                watches.remove(watch);
                board.remove(watch);
                left(watch.seat());
            }
        }
    }

    /** The connection has ended: its user may be on the way back, here or elsewhere. */
    public void end() {
        for (Watch watch : watches) {
            board.remove(watch);
            try {
                board.loop().schedule(() -> left(watch.seat()), linger.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The process is stopping, and says so by itself.
            }
        }
        watches = List.of();
    }

    /** It may be possible now to tell what could not be told. */
    public void tellAgain() {
        if (!watches.isEmpty()) {
            List.copyOf(watches).forEach(board::tellAgain);
        }
    }

    private void left(Seat seat) {
        own.leave(seat);
        changed(seat);
    }

    private void changed(Seat seat) {
        teller.changed(seat.channel());
        publisher.ring();
    }
}
