package dev.tidings.auth.client;

import dev.tidings.auth.TokenConfig;
import dev.tidings.contract.problem.ProblemCode;
import dev.tidings.contract.token.Scope;
import dev.tidings.contract.token.ServiceToken;
import dev.tidings.contract.token.TokenVerifier;
import dev.tidings.contract.token.Verdict;
import dev.tidings.contract.token.VerificationKeys;
import dev.tidings.problems.ProblemException;
import dev.tidings.problems.credentials.Credentials;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells who calls the {@code /v1} resources. Worker threads only, as {@link Clients}. */
@Singleton
public class Callers {

    private final Clients clients;
    private final TokenVerifier verifier;

    Callers(Clients clients, TokenConfig config, VerificationKeys keys) {
        this.clients = clients;
        this.verifier = new TokenVerifier(config.issuer(), keys);
    }

    public Caller of(HttpServerRequest request) {
        List<String> headers = request.headers().getAll(HttpHeaders.AUTHORIZATION);
        return switch (Credentials.of(headers)) {
            case Credentials.Missing() ->
                throw new ProblemException(
                        ProblemCode.TOKEN_MISSING, "Send a service token, or a client's id and secret by HTTP Basic.");
            case Credentials.Unreadable() -> throw invalid("The Authorization header can't be read.");
            case Credentials.Basic basic ->
                clients.authenticate(basic, Address.of(request))
                        .map(client -> new Caller(client.app(), client.id(), client.scopes()))
                        .orElseThrow(() -> invalid("The client is unknown or its secret wrong."));
            case Credentials.Bearer(String token) -> of(token);
        };
    }

    /** Our own keys are at hand, so there is nothing to wait for. */
    private Caller of(String token) {
        return switch (verifier.service(token).toCompletableFuture().join()) {
            case Verdict.Accepted<ServiceToken>(ServiceToken accepted) -> caller(accepted);
            case Verdict.Refused<ServiceToken>(ProblemCode code) ->
                throw new ProblemException(code, "The service token is not accepted.");
        };
    }

    /** What the client may do now: one that was taken out of the file, or narrowed, is so at once here. */
    private Caller caller(ServiceToken token) {
        Client client = clients.find(token.client())
                .filter(known -> known.app().equals(token.app()))
                .orElseThrow(() -> invalid("The service token's client is not there any more."));
        Set<Scope> scopes =
                token.scopes().stream().filter(client.scopes()::contains).collect(Collectors.toSet());
        return new Caller(client.app(), client.id(), scopes);
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemCode.TOKEN_INVALID, detail);
    }
}
