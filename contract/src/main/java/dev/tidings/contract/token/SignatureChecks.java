package dev.tidings.contract.token;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Security;
import java.security.Signature;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jws.AlgorithmIdentifiers;

/**
 * Who checks signatures: Amazon Corretto's native code where it can be loaded, which takes a ninth of the time for ES256,
 * and else the JDK. Found out once. Immutable, for any thread.
 */
final class SignatureChecks {

    private static final Logger LOG = Logger.getLogger(SignatureChecks.class.getName());

    /** GraalVM's word for being one. */
    private static final String BINARY = "org.graalvm.nativeimage.imagecode";

    private static final ProviderContext JDK = new ProviderContext();
    private static final ProviderContext FASTEST = isNativeAvailable() ? byNative() : JDK;

    private SignatureChecks() {}

    /** For the two algorithms that our tokens are signed with; whatever else there may be is the JDK's. */
    static ProviderContext by(String algorithm) {
        return switch (algorithm) {
            case AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, AlgorithmIdentifiers.RSA_USING_SHA256 ->
                FASTEST;
            default -> JDK;
        };
    }

    private static ProviderContext byNative() {
        ProviderContext context = new ProviderContext();
        context.getSuppliedKeyProviderContext().setSignatureProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
        return context;
    }

    /** On another platform, in a native image, or without a place to unpack its library, it is not. */
    private static boolean isNativeAvailable() {
        if (System.getProperty(BINARY) != null) {
            return false;
        }
        try {
            // Last of all: nobody gets it who doesn't ask for it by its name.
            Security.addProvider(AmazonCorrettoCryptoProvider.INSTANCE);
            Signature.getInstance("SHA256withECDSA", AmazonCorrettoCryptoProvider.PROVIDER_NAME);
            Signature.getInstance("SHA256withRSA", AmazonCorrettoCryptoProvider.PROVIDER_NAME);
            return true;
        } catch (NoSuchAlgorithmException | NoSuchProviderException | RuntimeException | LinkageError e) {
            LOG.log(Level.INFO, "Signatures are checked by the JDK, which is slower: {0}", e.toString());
            return false;
        }
    }
}
