package dev.tidings.notifications.replay;

import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Whether an edge calls: by the secret that both sides were given. Any thread. */
@ApplicationScoped
class Edges {

    private final Optional<byte[]> secret;

    Edges(InternalConfig config) {
        this.secret =
                config.secret().filter(text -> !text.isBlank()).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Throws the refusal. */
    void require(List<String> authorization) {
        switch (Credentials.of(authorization)) {
            case Credentials.Missing() ->
                throw new ProblemException(ProblemCode.TOKEN_MISSING, "Send the services' secret as a bearer token.");
            case Credentials.Unreadable(), Credentials.Basic _ -> throw invalid();
            case Credentials.Bearer(String given) -> {
                // In a time that says nothing of how much of it was right.
                if (secret.isEmpty() || !MessageDigest.isEqual(secret.get(), given.getBytes(StandardCharsets.UTF_8))) {
                    throw invalid();
                }
            }
        }
    }

    private static ProblemException invalid() {
        return new ProblemException(ProblemCode.TOKEN_INVALID, "That is not the services' secret.");
    }
}
