package dev.tidings.contract.token;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jose4j.jwk.PublicJsonWebKey;

/** The public keys that tokens are checked with, by {@code kid}. Safe for use by any thread; {@link #find} never blocks. */
public interface VerificationKeys {

    /** The key of that id, as far as known now. A key always carries its one algorithm. */
    Optional<PublicJsonWebKey> find(String kid);

    /**
     * Looks whether there are newer keys, because one was asked for that is not known. Completes when {@link #find} may
     * be asked again, at once where it was asked too recently, and never exceptionally.
     */
    CompletionStage<Void> refetch();
}
