package dev.tidings.local.service;

import java.util.Base64;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Keys for auth-service's keys file. */
public final class SigningKeys {

    private static final int RSA_BITS = 2048;
    private static final int KID_CHARS = 16;

    /** What auth-service signs with. */
    public enum Algorithm {
        ES256,
        RS256
    }

    private SigningKeys() {}

    /** A new one, private part and all, as a member of {@code keys}; named after its thumbprint. */
    public static String generate(Algorithm algorithm, String state) {
        PublicJsonWebKey key = generate(algorithm);
        key.setOtherParameter("state", state);
        return key.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }

    static PublicJsonWebKey generate(Algorithm algorithm) {
        try {
            PublicJsonWebKey key = switch (algorithm) {
                case ES256 -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                case RS256 -> RsaJwkGenerator.generateJwk(RSA_BITS);
            };
            byte[] thumbprint = key.calculateThumbprint("SHA-256");
            key.setKeyId(Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(thumbprint)
                    .substring(0, KID_CHARS));
            key.setAlgorithm(algorithm.name());
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
