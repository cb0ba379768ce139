package dev.tidings.auth.client;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom a request is counted for: its peer, or what a proxy says of it where {@code quarkus.http.proxy.*} trusts that one.
 * Of IPv6 the first 64 bits, as one household has all the others.
 */
public final class Address {

    private static final int PREFIX_BYTES = 8;

    private Address() {}

    public static String of(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? "unknown"
                : of(request.remoteAddress().hostAddress());
    }

    static String of(String host) {
        if (host == null) {
            return "unknown";
        }
        if (!host.contains(":")) {
            return host;
        }
        try {
            // A literal: nothing is looked up.
            return InetAddress.ofLiteral(host) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), PREFIX_BYTES)) + "/64"
                    : host;
        } catch (IllegalArgumentException e) {
            return host;
        }
    }
}
