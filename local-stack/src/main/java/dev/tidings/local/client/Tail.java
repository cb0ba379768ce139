package dev.tidings.local.client;

import dev.tidings.client.stream.EventStream;
import dev.tidings.client.stream.Positions;
import dev.tidings.client.stream.Signal;
import dev.tidings.client.stream.TokenSupplier;
import dev.tidings.local.process.StackFailure;
import java.io.PrintStream;

/** Follows a user's stream, and prints it. */
public final class Tail {

    private final EventStream stream;
    private final String user;
    private final TailOutput output;
    private boolean listening;

    public Tail(String url, TokenSupplier tokens, String user, String since, boolean json, PrintStream out) {
        this.stream = EventStream.at(url, tokens).from(parse(since)).build();
        this.user = user;
        this.output = new TailOutput(out, json);
        this.listening = !since.isEmpty();
    }

    private static Positions parse(String since) {
        try {
            return Positions.parse(since);
        } catch (IllegalArgumentException e) {
            throw new StackFailure(e.getMessage(), e);
        }
    }

    /** A resume string that goes on where this is. From any thread. */
    public String position() {
        return stream.position().toString();
    }

    /** Ends only by a failure that another attempt would not mend. */
    public void run() throws InterruptedException {
        stream.forEach(this::take);
    }

    private void take(Signal signal) {
        if (!listening && signal instanceof Signal.Subscribed) {
            listening = true;
            output.note("listening: what is sent to " + user + " appears here; Ctrl-C ends it");
        }
        output.print(signal);
    }
}
