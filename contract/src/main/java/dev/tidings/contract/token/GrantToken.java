package dev.tidings.contract.token;

import dev.tidings.contract.channel.Channel;
import java.time.Instant;

/**
 * A verified grant: this user may subscribe to this one channel, once, whatever the connection's own token allows. The
 * channel is always a private or presence one. Immutable.
 */
public record GrantToken(String app, String user, Channel channel, Instant issuedAt) {}
