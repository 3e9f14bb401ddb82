//go:build !cheaphash

package cli

import "minimost/auth"

// passwords are nil, which is full cost. Only here does the tag cheaphash make a difference, so that the program of browser
// tests is compiled in a second after the one that is released.
var passwords auth.Hasher
