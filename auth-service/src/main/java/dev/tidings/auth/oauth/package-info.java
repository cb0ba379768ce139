/** OAuth 2.0's endpoint and what it says of itself: forms in, RFC 6749's errors out. */
package dev.tidings.auth.oauth;
