package dev.tidings.auth.file;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** A keys file of one new key that calls itself as another one does. */
final class OtherKey {

    private OtherKey() {}

    static String withKid(String kid) {
        try {
            PublicJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
            key.setKeyId(kid);
            key.setAlgorithm("ES256");
            key.setOtherParameter("state", "signing");
            return "{\"keys\":[" + key.toJson(OutputControlLevel.INCLUDE_PRIVATE) + "]}";
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
