package dev.tidings.auth.issuer;

import dev.tidings.contract.channel.ChannelPattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * An identity provider, as one app trusts it. Immutable.
 *
 * @param audiences a token must be for one of them: one for somebody else is no proof for us
 * @param userClaim the claim that names the user
 * @param algorithms what it signs with; nothing else is taken, whatever a key or a token says
 * @param channels what every user of it may subscribe to
 * @param publish and publish on
 * @param connectionTtl how long a connection stays without another exchange
 */
public record TrustedIssuer(
        String issuer,
        String app,
        Set<String> audiences,
        KeySource keySource,
        String userClaim,
        Set<String> algorithms,
        List<ChannelPattern> channels,
        List<ChannelPattern> publish,
        Duration connectionTtl) {

    /** Where its public keys are. */
    public sealed interface KeySource {
        /** Fetched, and fetched anew now and then. */
        record Address(URI uri) implements KeySource {}

        /** A file, read anew when it changes. */
        record InFile(Path path) implements KeySource {}
    }

    public TrustedIssuer {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        channels = List.copyOf(channels);
        publish = List.copyOf(publish);
    }
}
