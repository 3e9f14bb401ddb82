package auth

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

	"minimost/auth/werkzeug"
	"minimost/chat"
)

var errHashingBusy = chat.Errorf(chat.Unavailable, "Too many people are logging in right now. Try again in a moment.")

// ErrBadHash is what an account gets whose stored hash nothing can match.
var ErrBadHash = errors.New("the stored password hash cannot be read")

// Passwords hashes and compares passwords, a few at a time: each takes much
// memory on purpose.
type Passwords struct {
	cost  argon2id.Params
	slots chan struct{}
	// decoy has the cost of a real hash and matches nothing.
	decoy   string
	compare func(password, hash string) (bool, *argon2id.Params, error)
	even    evenTime
}

// NewPasswords makes hashes at the given cost, which is Cost outside tests.
func NewPasswords(cost argon2id.Params) *Passwords {
	return &Passwords{
		cost:    cost,
		slots:   make(chan struct{}, max(2, runtime.NumCPU())),
		decoy:   decoyHash(cost),
		compare: compareHash,
	}
}

func decoyHash(cost argon2id.Params) string {
	random := make([]byte, cost.SaltLength+cost.KeyLength)
	_, _ = rand.Read(random) // never fails
	encode := base64.RawStdEncoding.EncodeToString
	salt, key := random[:cost.SaltLength], random[cost.SaltLength:]
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		cost.Memory, cost.Iterations, cost.Parallelism, encode(salt), encode(key))
}

// Hash returns the hash to store for a password. It waits for its turn until
// ctx ends, then it is Unavailable.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	return argon2id.CreateHash(password, &p.cost)
}

// Match compares a password with the hash of an account, or with none where
// there is no such account: both take as long. outdated says that the hash was
// made in another way than today's. It waits like Hash, and is ErrBadHash for a
// hash that is none.
func (p *Passwords) Match(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	var took time.Duration
	ok, outdated, took, err = p.matchInTurn(ctx, password, hash)
	if !ok {
		p.even.wait(ctx, took)
	}
	return ok, outdated, err
}

func (p *Passwords) matchInTurn(ctx context.Context, password, hash string) (ok, outdated bool, took time.Duration, err error) {
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
		return false, false, time.Since(began), fmt.Errorf("%w: %w", ErrBadHash, err)
	}
	took = time.Since(began)
	if werkzeug.IsHash(hash) {
		p.even.note(took)
	}
	return ok, *params != p.cost, took, nil
}

func (p *Passwords) enter(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return errHashingBusy
	}
}

func (p *Passwords) leave() { <-p.slots }
