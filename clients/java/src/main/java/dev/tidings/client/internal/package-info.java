/** What several packages share; not for use from outside. */
package dev.tidings.client.internal;
