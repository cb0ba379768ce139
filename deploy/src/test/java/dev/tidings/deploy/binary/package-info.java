/** What can be known of the native binaries without compiling them: what the compiler is told, against what the code does. */
package dev.tidings.deploy.binary;
