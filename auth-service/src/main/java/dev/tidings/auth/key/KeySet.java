package dev.tidings.auth.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The keys of one reading of the file: the one that is to sign, and all that are good for checking. Immutable. */
final class KeySet {

    private final String signing;
    private final Map<String, PublicJsonWebKey> byKid;
    private final String published;

    /** Of keys that {@link KeysFile} has checked. */
    KeySet(PublicJsonWebKey signing, List<PublicJsonWebKey> all) {
        this.signing = signing.getKeyId();
        this.byKid = all.stream().collect(Collectors.toUnmodifiableMap(PublicJsonWebKey::getKeyId, key -> key));
        this.published =
                new JsonWebKeySet(all.stream().map(KeySet::publicPart).toList()).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The one whose state says so. */
    SigningKey signing() {
        return signing(signing).orElseThrow();
    }

    /** To sign with that one; empty where it is not there, or only its public part is. */
    Optional<SigningKey> signing(String kid) {
        return find(kid)
                .filter(key -> key.getPrivateKey() != null)
                .map(key -> new SigningKey(kid, key.getAlgorithm(), key.getPrivateKey()));
    }

    Optional<PublicJsonWebKey> find(String kid) {
        return Optional.ofNullable(byKid.get(kid));
    }

    Set<String> kids() {
        return byKid.keySet();
    }

    /** Whether a kid names one key here and another one there: who has fetched the one would refuse the other. */
    Optional<String> contradiction(KeySet other) {
        return byKid.values().stream()
                .filter(key -> other.find(key.getKeyId())
                        .filter(same -> !same.getPublicKey().equals(key.getPublicKey()))
                        .isPresent())
                .map(PublicJsonWebKey::getKeyId)
                .findFirst();
    }

    /** The JWKS, with nothing private in it. */
    String published() {
        return published;
    }

    /** Made anew from what may be seen, so that no private or unknown member can be left in. */
    private static PublicJsonWebKey publicPart(PublicJsonWebKey key) {
        try {
            PublicJsonWebKey bare = PublicJsonWebKey.Factory.newPublicJwk(key.getPublicKey());
            bare.setKeyId(key.getKeyId());
            bare.setAlgorithm(key.getAlgorithm());
            bare.setUse("sig");
            return bare;
        } catch (JoseException e) {
            throw new IllegalStateException("a key that was read has a public part", e);
        }
    }
}
