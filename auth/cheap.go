package auth

import "github.com/alexedwards/argon2id"

// CheapCost is for tests, whose passwords guard nothing.
var CheapCost = argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
