package dev.tidings.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIssuerTest {

    @TempDir
    Path directory;

    @Test
    void whatItSignsIsCheckedWithWhatItPublishes() throws Exception {
        LocalIssuer issuer = new LocalIssuer(directory);
        issuer.writeIfMissing();
        String published = Files.readString(directory.resolve("local-issuer-jwks.json"));
        assertThat(published).doesNotContain("\"d\"");
        PublicJsonWebKey key =
                (PublicJsonWebKey) new JsonWebKeySet(published).getJsonWebKeys().getFirst();
        assertThat(new JwtConsumerBuilder()
                        .setVerificationKey(key.getPublicKey())
                        .setExpectedIssuer(true, LocalIssuer.ISSUER)
                        .setExpectedAudience(true, LocalIssuer.AUDIENCE)
                        .build()
                        .processToClaims(issuer.userJwt("ann"))
                        .getSubject())
                .isEqualTo("ann");
    }

    @Test
    void whatIsThereStays() throws Exception {
        LocalIssuer issuer = new LocalIssuer(directory);
        issuer.writeIfMissing();
        String key = Files.readString(directory.resolve("local-issuer-key.json"));
        Files.writeString(issuer.issuersFile(), "mine");
        issuer.writeIfMissing();
        assertThat(directory.resolve("local-issuer-key.json")).hasContent(key);
        assertThat(issuer.issuersFile()).hasContent("mine");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory.resolve("local-issuer-key.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aNewKeyIsPrivateNamedAndOfItsState() throws Exception {
        for (SigningKeys.Algorithm algorithm : SigningKeys.Algorithm.values()) {
            PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(SigningKeys.generate(algorithm, "next"));
            assertThat(key.getPrivateKey()).isNotNull();
            assertThat(key.getKeyId()).hasSize(16);
            assertThat(key.getAlgorithm()).isEqualTo(algorithm.name());
            assertThat(key.getOtherParameterValue("state", String.class)).isEqualTo("next");
        }
    }
}
