/** Those whose users we take at their word: who they are, their keys, and what a user's token of theirs says. */
package dev.tidings.auth.issuer;
