package dev.tidings.edge.rendering;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.ServerMessage;
import java.util.function.Supplier;

/**
 * Where one connection's messages go, whatever its way of reading. Every call is made on the connection's event loop.
 * Writing gathers; {@link #flush} sends.
 */
public interface Outlet {

    /** Whether an event may be written: false while the peer doesn't read what was sent before. */
    boolean isWritable();

    void write(Rendered event);

    void write(ServerMessage message);

    void write(SharedMessage message);

    void flush();

    /** Runs once when the connection has ended, in whatever way. */
    void onEnd(Runnable action);

    /** Runs each time the peer has read enough to be written to again. */
    void onWritable(Runnable action);

    /** Where to ask for the position of the whole connection. */
    void follow(Supplier<ResumeString> position);

    /** How its peer reads, as the meters call it: {@code websocket}, {@code event-stream} or {@code poll}. */
    String way();

    /** Whether it stays: what is one answer is nobody who is present, and has no use for who comes and goes. */
    boolean stays();

    /** Whether the peer can say anything: where it can't, its silence means nothing. */
    boolean hears();

    /** Whether anything was written since this was asked last. */
    boolean takeWritten();

    /** How much waits for the peer beyond what is usual; 0 while it is writable. */
    long unsent();

    /** Says goodbye and ends the connection. */
    void close(CloseCode code);

    /** Ends the connection without a word: nobody is there to hear one. */
    void abort();
}
