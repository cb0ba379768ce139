/** JSON as the client needs it: strict, bounded, and without a dependency. */
package dev.tidings.client.json;
