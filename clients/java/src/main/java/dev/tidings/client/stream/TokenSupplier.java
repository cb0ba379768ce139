package dev.tidings.client.stream;

/**
 * Where a stream gets its connection tokens: asked for every connection and every refresh, one call at a time, on a thread
 * that may wait. In a user's process it asks the product's back end; in a back end it is {@code Backend.tokensFor}.
 */
@FunctionalInterface
public interface TokenSupplier {

    /**
     * A fresh token. A failure is tried again with growing pauses, apart from a
     * {@link dev.tidings.client.problem.ProblemException} that another attempt would not mend: that ends the stream.
     */
    String get() throws Exception;
}
