package dev.tidings.edge.rendering;

import dev.tidings.contract.position.ResumeString;
import dev.tidings.contract.problem.CloseCode;
import dev.tidings.edge.protocol.Messages;
import dev.tidings.edge.protocol.ServerMessage;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The rendering as one answer: gathers what there is to say, and answers a moment after the first of it, or when the time
 * to wait is over. What doesn't fit stays in the log, for the next poll. Event-loop confined.
 */
public final class PollOutlet implements Outlet {

    private static final int MOST_EVENTS = 500;
    private static final int MOST_BYTES = 1024 * 1024;
    /** So long other subscriptions' backlogs have to come along. */
    private static final long GATHER_MILLIS = 5;

    private final NettySocket socket;
    private final EventLoop loop;
    private final HttpServerResponse response;
    private final List<byte[]> events = new ArrayList<>();
    private final List<byte[]> subscribed = new ArrayList<>();

    /** To be called off when it ends: until then it would keep all that was gathered. */
    private final ScheduledFuture<?> over;

    private Supplier<ResumeString> position;
    private Runnable onEnd = () -> {};
    private int bytes;
    private boolean somethingToSay;
    private boolean answering;
    private boolean ended;

    /** @param wait how long it may wait for something to say */
    public PollOutlet(NettySocket socket, HttpServerResponse response, Duration wait) {
        this.socket = socket;
        this.loop = socket.eventLoop();
        this.response = response;
        response.closeHandler(closed -> end());
        this.over = loop.schedule(this::answer, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isWritable() {
        return !ended && events.size() < MOST_EVENTS && bytes < MOST_BYTES;
    }

    @Override
    public void write(Rendered event) {
        events.add(event.message());
        bytes += event.message().length;
        somethingToSay = true;
    }

    /** Of the messages, an answer has only what was subscribed; and only a gap is worth one of its own. */
    @Override
    public void write(ServerMessage message) {
        switch (message) {
            case ServerMessage.Subscribed announced -> {
                subscribed.add(Messages.encode(announced));
                somethingToSay |= Boolean.FALSE.equals(announced.recovered());
            }
            // The next poll finds another edge.
            case ServerMessage.Draining draining -> somethingToSay = true;
            default -> {}
        }
    }

    /** An answer has no place for these. */
    @Override
    public void write(SharedMessage message) {}

    @Override
    public void flush() {
        if (somethingToSay && !answering) {
            answering = true;
            loop.schedule(this::answer, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void answer() {
        if (ended) {
            return;
        }
        Buffer body = Buffer.buffer(bytes + events.size() + 1024);
        append(body.appendString("{\"events\":["), events);
        append(body.appendString("],\"subscribed\":["), subscribed);
        body.appendString("],\"resume\":\"")
                .appendString(position.get().toString())
                .appendString("\"}");
        response.putHeader("Content-Type", "application/json").end(body);
        end();
    }

    private static void append(Buffer body, List<byte[]> messages) {
        for (int i = 0; i < messages.size(); i++) {
            body.appendString(i == 0 ? "" : ",").appendBytes(messages.get(i));
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            over.cancel(false);
            socket.expectRequest();
            onEnd.run();
        }
    }

    @Override
    public void onEnd(Runnable action) {
        onEnd = action;
    }

    /** One answer has no "again". */
    @Override
    public void onWritable(Runnable action) {}

    @Override
    public void follow(Supplier<ResumeString> position) {
        this.position = position;
    }

    @Override
    public boolean stays() {
        return false;
    }

    @Override
    public String way() {
        return "poll";
    }

    @Override
    public boolean hears() {
        return false;
    }

    @Override
    public boolean takeWritten() {
        return true;
    }

    @Override
    public long unsent() {
        return 0;
    }

    /** What was gathered is good; the next poll is told why there is no more. */
    @Override
    public void close(CloseCode code) {
        answer();
    }

    @Override
    public void abort() {
        answer();
    }
}
