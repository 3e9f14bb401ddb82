// Package checks tests the repository itself: the directions of its imports, what is generated or vendored, and what its
// documents and examples promise.
package checks
