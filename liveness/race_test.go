//go:build race

package liveness_test

// The race detector has nothing to find in histories, of which each is one
// goroutine's, and makes them ten times as long.
func init() { usualHistories, usualStores = 300, 5 }
