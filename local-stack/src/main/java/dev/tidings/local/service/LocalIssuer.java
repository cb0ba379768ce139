package dev.tidings.local.service;

import dev.tidings.local.process.OwnedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/**
 * Stands in for an identity provider: auth-service exchanges its users' JWTs for connection tokens of the app demo. Its key
 * is made on this machine and good for nothing else.
 *
 * @param directory where auth-service's files are
 */
public record LocalIssuer(Path directory) {

    static final String ISSUER = "urn:tidings:local-users";
    static final String AUDIENCE = "tidings-demo";

    private static final int MINUTES = 60;

    Path issuersFile() {
        return directory.resolve("issuers.json");
    }

    /** What is there stays: an issuers file that somebody has changed, too. */
    public void writeIfMissing() throws IOException {
        if (!Files.exists(keyFile())) {
            PublicJsonWebKey key = SigningKeys.generate(SigningKeys.Algorithm.ES256);
            OwnedFiles.write(jwksFile(), new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
            OwnedFiles.write(keyFile(), key.toJson(OutputControlLevel.INCLUDE_PRIVATE));
        }
        if (!Files.exists(issuersFile())) {
            OwnedFiles.write(
                    issuersFile(), """
                    {"issuers":[{"issuer":"%s","app":"demo","audiences":["%s"],"jwksFile":"%s","algorithms":["ES256"]}]}
                    """.formatted(ISSUER, AUDIENCE, jwksFile().getFileName()));
        }
    }

    /** As the user's app would get it when they sign in. */
    public String userJwt(String user) throws IOException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(user);
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(MINUTES);
        claims.setGeneratedJwtId();
        try {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(keyFile()));
            JsonWebSignature signature = new JsonWebSignature();
            signature.setHeader("typ", "JWT");
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(key.getAlgorithm());
            signature.setKey(key.getPrivateKey());
            signature.setPayload(claims.toJson());
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IOException(keyFile() + " is not the key that was written there", e);
        }
    }

    private Path keyFile() {
        return directory.resolve("local-issuer-key.json");
    }

    private Path jwksFile() {
        return directory.resolve("local-issuer-jwks.json");
    }
}
