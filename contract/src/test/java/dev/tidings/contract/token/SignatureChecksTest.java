package dev.tidings.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import org.jose4j.jca.ProviderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Who checks which signature. That they come to the same is what {@link TokenVerifierTest} says, by whichever it is. */
class SignatureChecksTest {

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void ourOwnAlgorithmsAreCheckedByNativeCode() {
        assertThat(provider("ES256")).isEqualTo("AmazonCorrettoCryptoProvider");
        assertThat(provider("RS256")).isEqualTo("AmazonCorrettoCryptoProvider");
    }

    @Test
    void anyOtherIsLeftToTheJdk() {
        assertThat(provider("ES384")).isNull();
        assertThat(provider("EdDSA")).isNull();
    }

    private static String provider(String algorithm) {
        ProviderContext context = SignatureChecks.by(algorithm);
        return context.getSuppliedKeyProviderContext().getSignatureProvider();
    }
}
