package demo

import "slices"

// The login that the demo gives away.
const (
	Username = "alice"
	Password = "demo-bridge-42"
)

// passwordHash is Password's, Argon2id with 19 MiB. The password is on the
// login page, so nothing is lost by writing its hash down; computing it would
// delay every first start.
const passwordHash = "$argon2id$v=19$m=19456,t=2,p=1$UxkcWIXj1YN9Khg6ZYh1yA$otfg4x7JW1a1QfzT4uFW2jLaXNnV7MnkFc0I4MhGbXw"

// noPassword is the hash of the others: nothing matches it.
const noPassword = ""

// away is who chose to appear away.
const away = "elena"

// played are the people whom the demo plays, away among them.
var played = []string{"bob", "carol", "dmitri", away, "femi"}

// team is everyone with an account from the start.
func team() []string { return append([]string{Username}, played...) }

func isPlayed(name string) bool { return slices.Contains(played, name) }
