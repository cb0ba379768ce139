package dev.tidings.contract.replay;

import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.Channel;

/**
 * {@code GET /internal/v1/replay?key=<app>/<channel>&epoch=<epoch>&after=<offset>}, with {@code Authorization: Bearer}
 * and the secret that both sides were given. No ingress routes it.
 *
 * <p>200: a {@link ReplayPage} of the channel's events after that offset. 409: the view is of another epoch. 410: it no
 * longer has, or never had, everything after that offset. Whoever gets one of these, or nothing, is as if it had not asked.
 */
public final class ReplayCall {

    public static final String PATH = "/internal/v1/replay";
    public static final String KEY = "key";
    public static final String EPOCH = "epoch";
    public static final String AFTER = "after";

    /** A page says in this header how far it goes: {@link ReplayPage#upTo()}. */
    public static final String UP_TO_HEADER = "Tidings-Up-To";

    public static final String MEDIA_TYPE = "application/octet-stream";

    /**
     * A page has no more events than this, and no more bytes than {@link #MAX_BYTES} and one record: about what a socket
     * takes at once, so that little is fetched in vain.
     */
    public static final int MAX_EVENTS = 200;

    public static final int MAX_BYTES = 64 * 1024;

    private ReplayCall() {}

    /** Whether the view holds the channel's events: those channels of which there is a feed. */
    public static boolean covers(AppChannel channel) {
        return switch (channel.channel()) {
            case Channel.User _, Channel.Everyone _ -> true;
            case Channel.Public _, Channel.Private _, Channel.Presence _ -> false;
        };
    }
}
