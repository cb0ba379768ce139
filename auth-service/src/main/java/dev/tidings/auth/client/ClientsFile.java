package dev.tidings.auth.client;

import dev.tidings.auth.file.ConfigFile;
import dev.tidings.contract.channel.AppChannel;
import dev.tidings.contract.token.Scope;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.body.Fields;
import dev.tidings.problems.body.Shape;
import dev.tidings.problems.body.Shapes;
import dev.tidings.problems.body.StrictJson;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code {"clients":[{"id":"demo","app":"demo","secret":"pbkdf2-sha256$...","scopes":["tokens:issue"]}]}}. A fault is
 * one line that says where it is and never repeats what stands there.
 */
final class ClientsFile {

    static final String SETTING = "tidings.auth.clients-file";

    private static final int MAX_CLIENTS = 10_000;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final Map<String, Scope> SCOPES =
            Arrays.stream(Scope.values()).collect(Collectors.toUnmodifiableMap(Scope::text, Function.identity()));

    private static final Shape<SecretHash> SECRET = (value, place) -> {
        Optional<SecretHash> hash = value.isTextual() ? SecretHash.parse(value.textValue()) : Optional.empty();
        return hash.isPresent()
                ? hash
                : place.fault("must be pbkdf2-sha256$<iterations, 100000 or more>$<salt>$<hash>, in unpadded base64");
    };

    /** Not a client yet: until all is checked, a part may be missing. */
    private record Entry(String id, String app, SecretHash secret, List<Scope> scopes) {
        static Entry read(Fields fields) {
            return new Entry(
                    fields.required(
                            "id",
                            Shapes.text(64).where(id -> ID.matcher(id).matches(), "must be of A-Z a-z 0-9 . _ -")),
                    fields.required(
                            "app",
                            Shapes.text(63).where(AppChannel::isApp, "must be of a-z 0-9 -, not beginning with -")),
                    fields.required("secret", SECRET),
                    fields.required("scopes", Shapes.list(Shapes.oneOf(SCOPES), 1, SCOPES.size())));
        }

        Client toClient() {
            return new Client(id, app, secret, Set.copyOf(scopes));
        }
    }

    private ClientsFile() {}

    static List<Client> read(Path file, byte[] content) {
        try {
            Fields fields = Fields.of(StrictJson.read(new ByteArrayInputStream(content)));
            List<Entry> entries = fields.required("clients", Shapes.list(Shapes.object(Entry::read), 1, MAX_CLIENTS));
            fields.done();
            return distinct(file, entries.stream().map(Entry::toClient).toList());
        } catch (ProblemException e) {
            throw fault(file, ConfigFile.describe(e));
        }
    }

    private static List<Client> distinct(Path file, List<Client> clients) {
        Set<String> seen = new HashSet<>();
        for (Client client : clients) {
            if (!seen.add(client.id())) {
                throw fault(file, "the id " + client.id() + " is there twice");
            }
        }
        return clients;
    }

    private static ConfigurationException fault(Path file, String what) {
        return ConfigFile.fault(SETTING, file, what);
    }
}
