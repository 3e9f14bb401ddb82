package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"minimost/chat"
	"minimost/sqlite"
)

func TestAnAccountIsTakenOutOfUseAndRemovedByCommand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "presence.db")
	store, err := sqlite.Open(path, sqlite.Options{})
	if err == nil {
		err = store.CreateUser(t.Context(), chat.User{Username: "alice", PasswordHash: "h"})
	}
	if err == nil {
		err = store.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		args, says string
		status     int
	}{
		{"account deactivate zed", `There is no account "zed"`, 1},
		{"account deactivate ALICE", "ALICE is deactivated", 0},
		{"account reactivate alice", "alice is reactivated", 0},
		{"account remove alice --messages=some", "--messages", 1},
		{"account remove alice --messages=keep", "alice is removed, and shown as Deleted user 1 from now on", 0},
		{"account remove alice --messages=keep", `There is no account "alice"`, 1},
	} {
		var stdout, stderr strings.Builder
		status := run(t.Context(), append(strings.Fields(step.args), "--db="+path), &stdout, &stderr)
		if said := stdout.String() + stderr.String(); status != step.status || !strings.Contains(said, step.says) {
			t.Errorf("%s: %d %q", step.args, status, said)
		}
	}
}
