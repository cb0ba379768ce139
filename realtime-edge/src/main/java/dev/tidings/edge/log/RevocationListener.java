package dev.tidings.edge.log;

/** Whoever has to act when something is revoked. Called on the thread that reads the revocations, which nothing may hold up. */
public interface RevocationListener {

    /** More is revoked than before: look. Called on the reader's thread, once for many that came together. */
    void revoked();
}
