package postgres

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// TestASessionKeepsNothingFromOthersForLong: what a server that is cut off had locked is free within 3 s.
func TestASessionKeepsNothingFromOthersForLong(t *testing.T) {
	t.Parallel()
	url, _, _ := strings.Cut(Template, "&") // without the patience of tests
	config, err := configOf(url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := connectAs(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for name, want := range map[string]string{
		"idle_in_transaction_session_timeout": "2500ms", "lock_timeout": "4s", "statement_timeout": "4s", "client_connection_check_interval": "2s",
	} {
		var is string
		if err := conn.QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&is); err != nil || is != want {
			t.Errorf("%s is %s, want %s; %v", name, is, want, err)
		}
	}
	// PostgreSQL knows none where it is asked over a Unix socket.
	for name, want := range map[string]string{"tcp_user_timeout": "2s", "tcp_keepalives_idle": "1", "tcp_keepalives_interval": "1"} {
		if is := config.RuntimeParams[name]; is != want {
			t.Errorf("%s is %s, want %s", name, is, want)
		}
	}
}

// TestOnlyTypingIsLostAtAPromotion: tables that are not logged are empty then.
func TestOnlyTypingIsLostAtAPromotion(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), Template)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	var unlogged string
	err = conn.QueryRow(t.Context(), "SELECT coalesce(string_agg(relname, ', '), '') FROM pg_class WHERE relkind = 'r' AND relpersistence = 'u'").Scan(&unlogged)
	if err != nil || unlogged != "typing" {
		t.Errorf("not logged are %q; %v", unlogged, err)
	}
}
