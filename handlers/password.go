package handlers

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"

	"minimost/chat"
)

// hashParams are OWASP's recommendation for Argon2id with 19 MiB of memory.
var hashParams = argon2id.Params{
	Memory:      19 * 1024, // KiB
	Iterations:  2,
	Parallelism: 1,
	SaltLength:  16, // bytes
	KeyLength:   32, // bytes
}

var errHashingBusy = chat.Errorf(chat.Unavailable, "Too many people are logging in right now. Try again in a moment.")

// errBadHash is what an account gets whose stored hash nothing can match.
var errBadHash = errors.New("the stored password hash cannot be read")

// passwords hashes and compares passwords, a few at a time: each takes much
// memory on purpose.
type passwords struct {
	slots chan struct{}
	// decoy has the cost of a real hash and matches nothing.
	decoy   string
	compare func(password, hash string) (bool, *argon2id.Params, error)
	even    evenTime
}

func newPasswords() *passwords {
	return &passwords{
		slots:   make(chan struct{}, max(2, runtime.NumCPU())),
		decoy:   decoyHash(),
		compare: compareHash,
	}
}

func decoyHash() string {
	random := make([]byte, hashParams.SaltLength+hashParams.KeyLength)
	_, _ = rand.Read(random) // never fails
	encode := base64.RawStdEncoding.EncodeToString
	salt, key := random[:hashParams.SaltLength], random[hashParams.SaltLength:]
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		hashParams.Memory, hashParams.Iterations, hashParams.Parallelism, encode(salt), encode(key))
}

// hash returns the hash to store for a password. It waits for its turn until
// ctx ends, then it is Unavailable.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return argon2id.CreateHash(password, &hashParams)
}

// match compares a password with the hash of an account, or with none where
// there is no such account: both take as long. outdated says that the hash was
// made in another way than today's. It waits like hash, and is errBadHash for a
// hash that is none.
func (p *passwords) match(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	var took time.Duration
	ok, outdated, took, err = p.matchInTurn(ctx, password, hash)
	if !ok {
		p.even.wait(ctx, took)
	}
	return ok, outdated, err
}

func (p *passwords) matchInTurn(ctx context.Context, password, hash string) (ok, outdated bool, took time.Duration, err error) {
	if err := p.enter(ctx); err != nil {
		return false, false, 0, err
	}
	defer p.leave()
	began := time.Now()
	if hash == "" {
		_, _, err := p.compare(password, p.decoy)
		return false, false, time.Since(began), err
	}
	ok, params, err := p.compare(password, hash)
	if err != nil {
		_, _, _ = p.compare(password, p.decoy)
		return false, false, time.Since(began), fmt.Errorf("%w: %w", errBadHash, err)
	}
	took = time.Since(began)
	if chat.IsWerkzeugHash(hash) {
		p.even.note(took)
	}
	return ok, *params != hashParams, took, nil
}

func (p *passwords) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errHashingBusy
	}
}

func (p *passwords) leave() { <-p.slots }
