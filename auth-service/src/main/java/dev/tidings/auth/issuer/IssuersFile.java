package dev.tidings.auth.issuer;

import dev.tidings.auth.file.ConfigFile;
import dev.tidings.auth.issuer.TrustedIssuer.KeySource;
import dev.tidings.auth.token.ConnectionRequest;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.channel.ChannelPattern;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import dev.tidings.problems.body.StrictJson;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code {"issuers":[{"issuer":"https://id.example.com","app":"shop","audiences":["shop-web"],
 * "jwksUrl":"https://id.example.com/jwks"}]}}, and what may be left out: {@code jwksFile} instead of {@code jwksUrl},
 * {@code userClaim}, {@code algorithms}, {@code channels}, {@code publish}, {@code connectionTtl}. A fault is one line.
 */
final class IssuersFile {

    static final String SETTING = "tidings.auth.issuers-file";

    private static final int MAX_ISSUERS = 100;
    private static final int MAX_TEXT = 1_000;
    private static final String DEFAULT_USER_CLAIM = "sub";
    private static final List<String> DEFAULT_ALGORITHMS = List.of("RS256", "ES256");

    /** Signatures with a public key. A shared secret or none at all can't be asked for. */
    private static final Map<String, String> ALGORITHMS = Stream.of(
                    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    private static final Shape<List<ChannelPattern>> PATTERNS =
            Shapes.list(Shapes.channelPattern(), 0, ConnectionRequest.MAX_PATTERNS);

    private static final Shape<URI> ADDRESS = (value, place) -> {
        Optional<URI> uri = value.isTextual() ? address(value.textValue()) : Optional.empty();
        return uri.isPresent() ? uri : place.fault("must be an address that begins with https:// or http://");
    };

    /** Not an issuer yet: until all is checked, a part may be missing. */
    private record Entry(
            String issuer,
            String app,
            List<String> audiences,
            Optional<URI> jwksUrl,
            Optional<String> jwksFile,
            Optional<String> userClaim,
            Optional<List<String>> algorithms,
            Optional<List<ChannelPattern>> channels,
            Optional<List<ChannelPattern>> publish,
            Optional<Integer> connectionTtl) {

        static Entry read(Fields fields) {
            Entry entry = new Entry(
                    fields.required("issuer", Shapes.text(MAX_TEXT)),
                    fields.required(
                            "app",
                            Shapes.text(63).where(AppChannel::isApp, "must be of a-z 0-9 -, not beginning with -")),
                    fields.required("audiences", Shapes.list(Shapes.text(MAX_TEXT), 1, 20)),
                    fields.optional("jwksUrl", ADDRESS),
                    fields.optional("jwksFile", Shapes.text(MAX_TEXT)),
                    fields.optional("userClaim", Shapes.text(MAX_TEXT)),
                    fields.optional("algorithms", Shapes.list(Shapes.oneOf(ALGORITHMS), 1, ALGORITHMS.size())),
                    fields.optional("channels", PATTERNS),
                    fields.optional("publish", PATTERNS),
                    fields.optional(
                            "connectionTtl",
                            Shapes.integer(
                                    ConnectionRequest.MIN_CONNECTION_TTL, ConnectionRequest.MAX_CONNECTION_TTL)));
            if (fields.has("jwksUrl") == fields.has("jwksFile")) {
                fields.fault("jwksUrl", "or jwksFile must be there, and not both");
            }
            return entry;
        }

        TrustedIssuer toIssuer(Path directory) {
            KeySource keys = jwksUrl.<KeySource>map(KeySource.Address::new)
                    .orElseGet(() -> new KeySource.InFile(directory.resolve(jwksFile.orElseThrow())));
            return new TrustedIssuer(
                    issuer,
                    app,
                    Set.copyOf(audiences),
                    keys,
                    userClaim.orElse(DEFAULT_USER_CLAIM),
                    Set.copyOf(algorithms.orElse(DEFAULT_ALGORITHMS)),
                    channels.orElse(List.of()),
                    publish.orElse(List.of()),
                    Duration.ofSeconds(connectionTtl.orElse(ConnectionRequest.DEFAULT_CONNECTION_TTL)));
        }
    }

    private IssuersFile() {}

    /** Relative names of key files are looked for beside this one. {@code self} is who nobody else may say to be. */
    static List<TrustedIssuer> read(Path file, byte[] content, String self) {
        try {
            Fields fields = Fields.of(StrictJson.read(new ByteArrayInputStream(content)));
            List<Entry> entries = fields.required("issuers", Shapes.list(Shapes.object(Entry::read), 0, MAX_ISSUERS));
            fields.done();
            Path directory = file.toAbsolutePath().getParent();
            List<TrustedIssuer> issuers =
                    entries.stream().map(entry -> entry.toIssuer(directory)).toList();
            check(file, issuers, self);
            return issuers;
        } catch (ProblemException e) {
            throw ConfigFile.fault(SETTING, file, ConfigFile.describe(e));
        } catch (InvalidPathException e) {
            throw ConfigFile.fault(SETTING, file, "a jwksFile is no file's name");
        }
    }

    private static void check(Path file, List<TrustedIssuer> issuers, String self) {
        Set<List<String>> seen = new HashSet<>();
        for (TrustedIssuer issuer : issuers) {
            if (issuer.issuer().equals(self)) {
                throw ConfigFile.fault(SETTING, file, "an issuer is this service itself: its tokens are not exchanged");
            }
            for (String audience : issuer.audiences()) {
                if (!seen.add(List.of(issuer.issuer(), audience))) {
                    throw ConfigFile.fault(
                            SETTING, file, "an issuer is there twice with the same audience: whose app would it be");
                }
            }
        }
    }

    private static Optional<URI> address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return Optional.of(uri).filter(any -> web && any.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
