package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"minimost/cache"
	"minimost/chat"
)

// TokenPrefix begins every token, so that programs which look for secrets in
// texts find them.
const TokenPrefix = "mmt_"

// TokenStore is where tokens are kept, by their hash.
type TokenStore interface {
	// TokenUser is NotFound for a token that there is not, or that has ended.
	TokenUser(ctx context.Context, hash []byte) (chat.Token, chat.User, error)
	TouchToken(ctx context.Context, id int64, now time.Time) error
}

// TokenConfig is what Tokens are made of. ReadLimiter may be nil.
type TokenConfig struct {
	Store   TokenStore
	Changes cache.Changes
	Logger  *slog.Logger
	// ReadLimiter returns what an account may still read; see SessionConfig.
	ReadLimiter func(username string) *rate.Limiter
}

// Tokens are what programs show instead of a session.
type Tokens struct {
	TokenConfig
	cache *loginCache
}

// NewTokens returns the tokens that are in the store.
func NewTokens(cfg TokenConfig) *Tokens {
	if cfg.ReadLimiter == nil {
		cfg.ReadLimiter = func(string) *rate.Limiter { return nil }
	}
	return &Tokens{TokenConfig: cfg, cache: newLoginCache(cfg.Changes)}
}

// NewToken returns a token that nobody can guess.
func NewToken() string { return TokenPrefix + strings.ToLower(rand.Text()) }

// HashToken is what is stored of a token, and of anything else as hard to guess.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Find returns the login of a token, from memory while its account has not
// changed; nobody's for one that is none. Its use is written down now and then. The
// error is the store's.
func (t *Tokens) Find(ctx context.Context, token string, now time.Time) (*Login, error) {
	if !strings.HasPrefix(token, TokenPrefix) {
		return &Login{}, nil
	}
	hash := HashToken(token)
	found, ok := t.cache.find(string(hash), now)
	if !ok {
		var err error
		if found, err = t.cache.load(string(hash), func() (*Login, error) { return t.read(ctx, hash, now) }); err != nil {
			return nil, err
		}
	}
	if found.Known() {
		t.touch(ctx, found, now)
	}
	return found, nil
}

func (t *Tokens) read(ctx context.Context, hash []byte, now time.Time) (*Login, error) {
	token, user, err := t.Store.TokenUser(ctx, hash)
	if chat.CodeOf(err) == chat.NotFound {
		return &Login{}, nil
	}
	if err != nil {
		return nil, err
	}
	found := &Login{User: user, Token: token, Reads: t.ReadLimiter(user.Username), extended: now}
	if token.LastUsedTS != 0 {
		found.used.Store(token.LastUsedTS.Time().Unix())
	}
	return found, nil
}

// touch writes down that a token was used, unless that was done a short time ago.
// What the program asks for does not depend on it.
func (t *Tokens) touch(ctx context.Context, found *Login, now time.Time) {
	was := found.used.Load()
	if now.Sub(time.Unix(was, 0)).Abs() < chat.TokenUseEvery || !found.used.CompareAndSwap(was, now.Unix()) {
		return
	}
	if err := t.Store.TouchToken(ctx, found.Token.ID, now); err != nil {
		t.Logger.Error("note the use of a token", "user", found.User.Username, "error", err)
	}
}

// NewHookSecret returns what the address of a webhook ends with.
func NewHookSecret() string { return strings.ToLower(rand.Text()) }
