package postgres_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"minimost/chat"
	"minimost/postgres"
	"minimost/postgres/cluster"
	"minimost/sqlite"
	"minimost/storetest"
	"minimost/storetest/opened"
)

// server is the PostgreSQL of these tests, and template a database with the schema.
var (
	server   *cluster.Cluster
	template string
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if server, err = cluster.Start(); err == nil {
		defer server.Stop()
		template, err = server.NewDatabase("")
	}
	if err == nil {
		postgres.Template = server.URL(template)
		err = makeSchema(postgres.Template)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func makeSchema(url string) error {
	s, err := postgres.Open(context.Background(), url, sqlite.Options{})
	if err != nil {
		return err
	}
	return s.Close()
}

func TestStoreOnPostgreSQL(t *testing.T) {
	storetest.Run(t, func(t testing.TB) storetest.Database { return newDatabase(t) })
}

// database is the URL of one.
type database string

func newDatabase(t testing.TB) database {
	t.Helper()
	name, err := server.Borrow(template)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Return(name); err != nil {
			t.Error(err)
		}
	})
	return database(server.URL(name))
}

// Open is part of storetest.Database.
func (d database) Open(t testing.TB, o storetest.Options) storetest.Store {
	t.Helper()
	s, err := postgres.Open(context.Background(), string(d), sqlite.Options{PublicChannels: o.PublicChannels, Publish: o.Publish, MentionNames: storetest.MentionNames})
	return opened.New(t, s, err)
}

// Count is part of storetest.Database.
func (d database) Count(t testing.TB, query string) (n int64) {
	t.Helper()
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error { return conn.QueryRow(ctx, query).Scan(&n) })
	return n
}

// AddMessages is part of storetest.Database.
func (d database) AddMessages(t testing.TB, channel, sender string, from chat.Stamp, n int) {
	t.Helper()
	d.with(t, func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, `INSERT INTO messages (channel, sender, content, ts, changed_ts)
			SELECT $1, $2, 'x', $3::double precision + i, $3::double precision + i FROM generate_series(0, $4::int - 1) AS i`, channel, sender, float64(from), n)
		return err
	})
}

// with calls f with a connection of its own.
func (d database) with(t testing.TB, f func(context.Context, *pgx.Conn) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, string(d))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := f(ctx, conn); err != nil {
		t.Fatal(err)
	}
}
