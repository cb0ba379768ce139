package dev.tidings.edge.rendering;

/** What the two outlets share that keep a socket: it is the socket that tells whether more may be written. Event-loop confined. */
abstract sealed class SocketOutlet implements Outlet permits WebSocketOutlet, EventStreamOutlet {

    final NettySocket socket;
    final Wire wire;

    private boolean written;

    SocketOutlet(NettySocket socket) {
        this.socket = socket;
        this.wire = socket.takeWire();
    }

    /** Said by whoever writes. */
    final void wrote() {
        written = true;
    }

    @Override
    public final boolean isWritable() {
        return wire.isWritable();
    }

    @Override
    public final void flush() {
        wire.flush();
    }

    @Override
    public final void onEnd(Runnable action) {
        socket.onClose(action);
    }

    @Override
    public final void onWritable(Runnable action) {
        wire.onWritable(action);
    }

    @Override
    public final boolean stays() {
        return true;
    }

    @Override
    public final boolean takeWritten() {
        boolean since = written;
        written = false;
        return since;
    }

    @Override
    public final long unsent() {
        return wire.bytesBeforeWritable();
    }

    @Override
    public final void abort() {
        socket.abort();
    }
}
