package dev.tidings.edge.log;

/** Whoever has to act when something is revoked. */
public interface RevocationListener {

    /** More is revoked than before: look. Called on the reader's thread, once for many that came together. */
    void revoked();
}
