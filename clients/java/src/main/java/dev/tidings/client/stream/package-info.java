/**
 * A user's stream, over every drop of its connection: nothing lost, nothing twice, and openly where something can't be
 * had. Begins at {@link EventStream}.
 */
package dev.tidings.client.stream;
