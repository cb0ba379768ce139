/** The commands of {@code ./tidings}, one a class: they read arguments, call another package, and print. */
package dev.tidings.local.cli;
