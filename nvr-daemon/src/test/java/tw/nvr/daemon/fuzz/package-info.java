/**
 * Hostile input: for every parser of bytes that we did not write a target that says what it may do with any bytes at all.
 * Each target is a plain method. Every input of the corpora runs through it with the ordinary tests; the fuzzer looks for
 * new ones. See docs/fuzzing.md.
 */
package tw.nvr.daemon.fuzz;
