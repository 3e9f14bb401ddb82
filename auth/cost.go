package auth

import "github.com/alexedwards/argon2id"

// Cost is what a password hash takes: OWASP's recommendation for Argon2id with
// 19 MiB of memory.
var Cost = argon2id.Params{
	Memory:      19 * 1024, // KiB
	Iterations:  2,
	Parallelism: 1,
	SaltLength:  16, // bytes
	KeyLength:   32, // bytes
}
