package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"

	"minimost/chat"
)

// Sizes of history that a frequent statement must not notice.
var historySizes = []int{1_000, 1_000_000}

// benchReaders have receipts for every fourth message each.
const benchReaders = 10

var benchFolder = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "minimost-bench") })

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := benchFolder(); err == nil {
		_ = os.RemoveAll(dir)
	}
	os.Exit(code)
}

// history is a closed database with so many messages in general, made once a
// run. alice has read all but the newest ten, and so has everyone else.
func history(b *testing.B, messages int) string {
	b.Helper()
	dir, err := benchFolder()
	must(b, err)
	path := filepath.Join(dir, fmt.Sprint(messages, ".db"))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	partial := path + ".partial"
	s := openStore(b, partial)
	addUsers(b, s, "alice", "bob")
	for i := range benchReaders {
		addUsers(b, s, fmt.Sprint("reader", i))
	}
	closeStore(b, s)
	conn, err := sqlite.OpenConn(partial, sqlite.OpenReadWrite)
	must(b, err)
	scriptOn(b, conn, fmt.Sprintf(`
		PRAGMA synchronous = OFF;
		BEGIN;
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %[1]d)
		INSERT INTO messages (channel, sender, content, ts, changed_ts)
		SELECT 'general', 'bob', 'message number ' || i, %[2]d + i, %[2]d + i FROM n;
		INSERT INTO read_receipts (channel, msg_ts, reader, read_ts)
		SELECT m.channel, m.ts, u.username, m.ts + 1 FROM users AS u, messages AS m
		WHERE u.username LIKE 'reader%%' AND m.id %% 4 = u.rowid %% 4 AND m.id <= %[1]d - 10;
		INSERT INTO message_reactions (channel, msg_ts, emoji, reactor, reacted_ts)
		SELECT channel, ts, '👍', 'bob', ts FROM messages WHERE id %% 20 = 0;
		UPDATE messages SET reactions_ts = ts WHERE id %% 20 = 0;
		INSERT INTO read_state (user, channel, last_read_ts)
		SELECT username, 'general', %[2]d + %[1]d - 10 FROM users;
		COMMIT;
		PRAGMA wal_checkpoint(TRUNCATE);`, messages, noon.Unix()-int64(messages)))
	must(b, conn.Close())
	// Else the first fsyncs that are timed write this file out too.
	must(b, syncFile(partial))
	must(b, os.Rename(partial, path))
	return path
}

// eachHistory runs f with a store of each size.
func eachHistory(b *testing.B, f func(b *testing.B, s *Store)) {
	for _, messages := range historySizes {
		b.Run(fmt.Sprint("messages=", messages), func(b *testing.B) {
			path := history(b, messages)
			s := openStore(b, path)
			for i := range 20 {
				user := fmt.Sprint("reader", i%benchReaders)
				must(b, s.ReportPresence(context.Background(), user, "s", fmt.Sprint(i), chat.Active, noon))
				must(b, s.StartTyping(context.Background(), user, "general", noon))
			}
			b.ReportAllocs()
			b.ResetTimer()
			f(b, s)
			b.StopTimer()
			closeStore(b, s)
		})
	}
}

func BenchmarkMarkReadNothingNew(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		must(b, s.MarkRead(b.Context(), "bob", "general", 0, noon))
		for b.Loop() {
			must(b, s.MarkRead(b.Context(), "bob", "general", 0, noon))
		}
	})
}

func BenchmarkMarkRead10New(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			b.StopTimer()
			forgetReading(b, s, "reader1")
			b.StartTimer()
			must(b, s.MarkRead(b.Context(), "reader1", "general", 0, noon))
		}
	})
}

// forgetReading makes the newest ten messages unread again.
func forgetReading(b *testing.B, s *Store, user string) {
	b.Helper()
	must(b, s.write(context.Background(), volatile, func(tx *transaction) error {
		newest := real(":floor", chat.StampOf(before(10*time.Second)))
		err := query{"forget", `DELETE FROM read_receipts WHERE channel = 'general' AND reader = :user AND msg_ts > :floor`}.
			exec(tx.Conn, text(":user", user), newest)
		if err != nil {
			return err
		}
		return query{"move back", `UPDATE read_state SET last_read_ts = :floor WHERE user = :user AND channel = 'general'`}.
			exec(tx.Conn, text(":user", user), newest)
	}))
}

func BenchmarkTyping(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			got(s.Typing(b.Context(), "general", noon))(b)
		}
	})
}

func BenchmarkPresences(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			got(s.Presences(b.Context(), noon))(b)
		}
	})
}

func BenchmarkChannelUnreads10(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		equal(b, "unread", unread(b, s, "alice", "general"), 10)
		for b.Loop() {
			got(s.ChannelUnreads(b.Context(), "alice"))(b)
		}
	})
}

func BenchmarkNewestPage50(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			equal(b, "page", len(got(s.MessagesAfter(b.Context(), "alice", "general", 0, 50))(b)), 50)
		}
	})
}

func BenchmarkPoll(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			got(s.MessagesAfter(b.Context(), "alice", "general", chat.StampOf(noon), 50))(b)
		}
	})
}

func BenchmarkWatermarks(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		equal(b, "readers", len(got(s.Watermarks(b.Context(), "general"))(b)), benchReaders)
		for b.Loop() {
			got(s.Watermarks(b.Context(), "general"))(b)
		}
	})
}

func BenchmarkSend(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		newest := noon.Unix()
		for b.Loop() {
			send(b, s, "bob", "general", "hello", after(time.Second))
		}
		script(b, s.file(), fmt.Sprint("DELETE FROM messages WHERE channel = 'general' AND ts > ", newest))
	})
}

func BenchmarkSendTogether(b *testing.B) { benchmarkSendTogether(b, context.WithoutCancel) }

// BenchmarkSendTogetherUnderKeys is beside BenchmarkSendTogether what a key costs that
// begins with the time, as those of pages do.
func BenchmarkSendTogetherUnderKeys(b *testing.B) {
	var keys atomic.Int64
	benchmarkSendTogether(b, func(ctx context.Context) context.Context {
		return under(ctx, fmt.Sprintf("%016x-0123456789abcdef", keys.Add(1)), "hello")
	})
}

func benchmarkSendTogether(b *testing.B, with func(context.Context) context.Context) {
	eachHistory(b, func(b *testing.B, s *Store) {
		newest := noon.Unix()
		b.SetParallelism(64)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if _, err := s.Send(with(b.Context()), "bob", "general", "hello", 0, after(time.Second)); err != nil {
					b.Error(err)
				}
			}
		})
		script(b, s.file(), fmt.Sprint("DELETE FROM idempotency_keys; DELETE FROM messages WHERE channel = 'general' AND ts > ", newest))
	})
}

func BenchmarkReact(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		m := got(s.MessagesAfter(b.Context(), "alice", "general", 0, 1))(b)[0]
		for b.Loop() {
			got(s.React(b.Context(), "alice", m.ID, "🎉", noon))(b)
		}
	})
}

func BenchmarkStartTyping(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		for b.Loop() {
			must(b, s.StartTyping(b.Context(), "bob", "general", noon))
		}
	})
}

func BenchmarkStartTypingTogether(b *testing.B) {
	eachHistory(b, func(b *testing.B, s *Store) {
		b.SetParallelism(64)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if err := s.StartTyping(b.Context(), "bob", "general", noon); err != nil {
					b.Error(err)
				}
			}
		})
	})
}

func BenchmarkOpen(b *testing.B) {
	for _, messages := range historySizes {
		b.Run(fmt.Sprint("messages=", messages), func(b *testing.B) {
			path := history(b, messages)
			for b.Loop() {
				closeStore(b, openStore(b, path))
			}
		})
	}
}
