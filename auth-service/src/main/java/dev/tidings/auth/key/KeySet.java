package dev.tidings.auth.key;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/** The keys of one reading of the file: one that signs, and all that are good for checking. Immutable. */
final class KeySet {

    private final SigningKey signing;
    private final Map<String, PublicJsonWebKey> byKid;
    private final String published;

    /** Of keys that {@link KeysFile} has checked. */
    KeySet(PublicJsonWebKey signing, List<PublicJsonWebKey> all) {
        this.signing = new SigningKey(signing.getKeyId(), signing.getAlgorithm(), signing.getPrivateKey());
        this.byKid = all.stream().collect(Collectors.toUnmodifiableMap(PublicJsonWebKey::getKeyId, key -> key));
        this.published =
                new JsonWebKeySet(all.stream().map(KeySet::publicPart).toList()).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    SigningKey signing() {
        return signing;
    }

    Optional<PublicJsonWebKey> find(String kid) {
        return Optional.ofNullable(byKid.get(kid));
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
