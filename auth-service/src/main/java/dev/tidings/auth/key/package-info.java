/** What tokens are signed with, and how others check them. Private keys don't leave this room but to sign. */
package dev.tidings.auth.key;
