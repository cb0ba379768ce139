package dev.tidings.benchmarks.tokens;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** What could sign our tokens, with a key of the usual size. */
enum Algorithm {
    ES256("ES256", "SHA256withECDSAinP1363Format") {
        @Override
        PublicJsonWebKey generate() throws JoseException {
            return EcJwkGenerator.generateJwk(EllipticCurves.P256);
        }
    },
    RS256("RS256", "SHA256withRSA") {
        @Override
        PublicJsonWebKey generate() throws JoseException {
            return RsaJwkGenerator.generateJwk(2048);
        }
    },
    ED25519("EdDSA", "Ed25519") {
        @Override
        PublicJsonWebKey generate() throws JoseException {
            return OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
        }
    };

    private final String jose;
    private final String jca;

    Algorithm(String jose, String jca) {
        this.jose = jose;
        this.jca = jca;
    }

    abstract PublicJsonWebKey generate() throws JoseException;

    PublicJsonWebKey newKey() throws JoseException {
        PublicJsonWebKey key = generate();
        key.setKeyId("benchmark");
        key.setAlgorithm(jose);
        return key;
    }

    /** As a token's header names it. */
    String jose() {
        return jose;
    }

    /** As the JDK names the bare signature. */
    String jca() {
        return jca;
    }
}
