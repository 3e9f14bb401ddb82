// Package chat is MiniMost's domain: its types, limits, thresholds and rules.
//
// It knows no HTTP and no SQL, does no I/O and never reads a clock: the time is
// always an argument, so that every rule can be tested at any instant.
package chat
