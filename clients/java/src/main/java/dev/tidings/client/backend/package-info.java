/** What a product's back end does: publish, and issue tokens to its users. Begins at {@link Backend}. */
package dev.tidings.client.backend;
