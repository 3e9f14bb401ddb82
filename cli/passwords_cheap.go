//go:build cheaphash

package cli

import "minimost/auth"

// passwords are hashed at next to no cost: browser tests sign up hundreds of people.
var passwords auth.Hasher = auth.NewPasswords(auth.CheapCost)
