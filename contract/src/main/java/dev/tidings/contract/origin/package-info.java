/** Which web pages may use what is a user's: the stream, the feed. */
package dev.tidings.contract.origin;
