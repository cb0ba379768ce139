package dev.tidings.benchmarks.load;

import io.netty.channel.EventLoop;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One user with one connection at a time, and what it has over all of them: it comes back with its position. Confined to
 * its event loop, but for what never changes.
 */
public final class Client {

    final String user;
    final EventLoop loop;
    final ChannelView own = new ChannelView();
    final ChannelView everyone = new ChannelView();
    /** Of the channel that it asked for. */
    final ChannelView asked = new ChannelView();

    /** What its last connection said before it was closed. */
    final Farewell farewell = new Farewell();

    private String token;
    private String epoch = "";
    /** A channel besides the two that everybody has; empty for none. */
    private String channel = "";

    /** The connection that it has or tries to get. */
    Connection connection;

    /** Done when the connection under way is open, subscribed and, where it came back, caught up. */
    CompletableFuture<Void> ready = new CompletableFuture<>();

    long triedMicros;

    Consumer<Client> whenLost = _ -> {};

    Client(String user, String token, EventLoop loop) {
        this.user = user;
        this.token = token;
        this.loop = loop;
    }

    public String user() {
        return user;
    }

    /** Before it is connected: it is to have that channel too. */
    public void askFor(String name) {
        channel = name;
    }

    /** To be read when its loop is done with it. */
    public Farewell farewell() {
        return farewell;
    }

    int subscriptions() {
        return channel.isEmpty() ? 2 : 3;
    }

    int nameLength() {
        return channel.length();
    }

    ChannelView view(String name) {
        if (name.equals("everyone")) {
            return everyone;
        }
        return name.equals(channel) ? asked : own;
    }

    /** The connection has ended: one that there was, or one that was to be. */
    void lost() {
        whenLost.accept(this);
    }

    void welcomed(String newEpoch) {
        epoch = newEpoch;
    }

    /** Has it been connected before, it goes on from where it was. */
    boolean returns() {
        return !epoch.isEmpty();
    }

    String request() {
        String positions = returns()
                ? epoch + ";user:" + user + "~" + own.offset() + ";everyone~" + everyone.offset()
                        + (channel.isEmpty() ? "" : ";" + channel + "~" + asked.offset())
                // From now on is the same in every epoch.
                : channel.isEmpty() ? "" : "any;" + channel;
        String resume = positions.isEmpty() ? "" : "?resume=" + URLEncoder.encode(positions, StandardCharsets.US_ASCII);
        // About what a browser sends: what a server keeps of it is part of what a connection costs.
        return "GET /v1/stream" + resume + " HTTP/1.1\r\n"
                + "Host: 127.0.0.1\r\n"
                + "Connection: Upgrade\r\n"
                + "Pragma: no-cache\r\n"
                + "Cache-Control: no-cache\r\n"
                + "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Safari/537.36\r\n"
                + "Upgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Accept-Encoding: gzip, deflate, br\r\n"
                + "Accept-Language: en-US,en;q=0.9\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: tidings.v1\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
    }
}
