package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"minimost/chat"
)

var (
	onceFind   = load("once/find")
	onceInsert = load("once/insert")
	oncePrune  = load("once/prune")
	onceStale  = load("once/any_to_prune")
)

const (
	// maxResult bounds what is kept of a change, in bytes.
	maxResult = 1024
	// pruneEvery is how often keys are removed, and pruneStep how many at a time.
	pruneEvery = time.Minute
	pruneStep  = 1000
)

// change is a change that is made once for each key.
type change[T any] struct {
	// do makes it and returns what its answer is made of.
	do func(*transaction) (T, error)
	// again is called instead when it was made before: it checks the access of who
	// asks anew and returns what the answer is made of. kept is false where result was
	// too long to be kept. nil needs no access and returns result.
	again func(tx *transaction, result T, kept bool) (T, error)
	// secret: its answer has what is kept nowhere, so that there is none a second time.
	secret bool
}

// once makes a change in a write. With the key of chat.WithOnce in ctx it is made
// once: the key is stored in the change's own transaction. It is ErrKeyReused for a
// key under which something else was asked for.
func once[T any](ctx context.Context, s *Store, wr *write, now time.Time, c change[T]) (result T, err error) {
	key, given := chat.OnceOf(ctx)
	if !given {
		err = s.submit(ctx, wr, func(tx *transaction) (err error) {
			result, err = c.do(tx)
			return err
		})
		return result, err
	}
	err = s.submit(ctx, wr, func(tx *transaction) error {
		used, found, err := findUsedKey(tx.Conn, key, now)
		if err != nil {
			return err
		}
		if found {
			result, err = repeat(tx, c, key, used)
			return err
		}
		if result, err = c.do(tx); err != nil {
			return err
		}
		return storeKey(tx.Conn, key, result, now)
	})
	return result, err
}

// KeyUsed tells whether something was done under the key of chat.WithOnce in ctx.
func (s *Store) KeyUsed(ctx context.Context, now time.Time) (found bool, err error) {
	key, given := chat.OnceOf(ctx)
	if !given {
		return false, nil
	}
	err = s.read(ctx, func(conn Conn) (err error) {
		_, found, err = findUsedKey(conn, key, now)
		return err
	})
	return found, err
}

// usedKey is what was asked for under a key, and what it came to.
type usedKey struct {
	asked  []byte
	result string // "": not kept
}

func findUsedKey(conn Conn, key chat.Once, now time.Time) (used usedKey, found bool, err error) {
	found, err = onceFind.one(conn, func(stmt Stmt) {
		used.asked = make([]byte, stmt.GetLen("asked"))
		stmt.GetBytes("asked", used.asked)
		used.result = stmt.GetText("result")
	}, append(keyBindings(key), real(":since", chat.StampOf(now.Add(-chat.KeyLifetime))))...)
	return used, found, err
}

func keyBindings(key chat.Once) []binding {
	return []binding{text(":account", key.Account), text(":method", key.Method), text(":route", key.Route), text(":key", key.Key)}
}

// repeat is what a change came to that was made before. Whoever has lost access is
// told so before anything else.
func repeat[T any](tx *transaction, c change[T], key chat.Once, used usedKey) (result T, err error) {
	if used.result != "" {
		if err := json.Unmarshal([]byte(used.result), &result); err != nil {
			return result, err
		}
	}
	if c.again != nil {
		if result, err = c.again(tx, result, used.result != ""); err != nil {
			return result, err
		}
	}
	if !bytes.Equal(used.asked, key.Asked[:]) {
		return result, chat.ErrKeyReused
	}
	if c.secret {
		err = chat.ErrShownOnce
	}
	return result, err
}

func storeKey(conn Conn, key chat.Once, result any, now time.Time) error {
	kept, err := json.Marshal(result)
	if err != nil {
		return err
	}
	if len(kept) > maxResult {
		kept = nil
	}
	return onceInsert.later(conn, append(keyBindings(key), blob(":asked", key.Asked[:]), optional(":result", string(kept)),
		real(":used_ts", chat.StampOf(now)))...)
}

// nothing is the result of a change whose answer is always the same.
type nothing struct{}

// onceWrite is once for such a change, as Store.write makes it. access is checked
// when it was made before; nil checks none.
func (s *Store) onceWrite(ctx context.Context, now time.Time, access, do func(*transaction) error) error {
	_, err := once(ctx, s, &write{durability: durable}, now, plainChange(access, do))
	return err
}

// onceSecret is onceWrite for a change whose answer has a secret: it is chat.ErrShownOnce
// when it was made before.
func (s *Store) onceSecret(ctx context.Context, now time.Time, access, do func(*transaction) error) error {
	c := plainChange(access, do)
	c.secret = true
	_, err := once(ctx, s, &write{durability: durable}, now, c)
	return err
}

func plainChange(access, do func(*transaction) error) change[nothing] {
	c := change[nothing]{do: func(tx *transaction) (nothing, error) { return nothing{}, do(tx) }}
	if access != nil {
		c.again = func(tx *transaction, _ nothing, _ bool) (nothing, error) { return nothing{}, access(tx) }
	}
	return c
}

// pruneKeys removes the keys that no longer stand for anything, and the oldest
// beyond chat.MaxKeys.
func (s *Store) pruneKeys(ctx context.Context, now time.Time) error {
	before, most := real(":before", chat.StampOf(now.Add(-chat.KeyLifetime))), whole(":most", chat.MaxKeys)
	for {
		var stale bool
		err := s.read(ctx, func(conn Conn) (err error) {
			stale, err = onceStale.one(conn, func(Stmt) {}, before, most)
			return err
		})
		if err != nil || !stale {
			return err
		}
		err = s.write(ctx, volatile, func(tx *transaction) error {
			return oncePrune.exec(tx.Conn, before, most, whole(":limit", pruneStep))
		})
		if err != nil {
			return err
		}
	}
}
