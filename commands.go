package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	zombiezen "zombiezen.com/go/sqlite"

	"minimost/chat"
	"minimost/handlers"
	"minimost/sqlite"
)

const (
	resetTokenBytes = 32
	resetTokenLasts = time.Hour
)

// release is set when a release is built.
var release string

func (p program) backup(ctx context.Context) error {
	if err := sqlite.Backup(ctx, p.DB, p.Backup.File); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, "copied", p.DB, "to", p.Backup.File)
	return nil
}

func (p program) check(ctx context.Context) error {
	report, err := sqlite.Check(ctx, p.DB)
	if err != nil {
		return err
	}
	for _, table := range report.Tables {
		fmt.Fprintf(p.stdout, "%8d  %s\n", table.Rows, table.Table)
	}
	if len(report.Faults) == 0 {
		fmt.Fprintln(p.stdout, "ok")
		return nil
	}
	for _, fault := range report.Faults {
		fmt.Fprintln(p.stdout, fault)
	}
	return faultf("%s is damaged: the check found %d faults.", p.DB, len(report.Faults))
}

func (p program) resetPassword(ctx context.Context) (err error) {
	if _, port, _ := net.SplitHostPort(p.Addr); p.BaseURL == "" && port == "0" {
		return faultf("Give --base-url: the port in --addr is not the one that the server has.")
	}
	// Opening would create it.
	if _, err := os.Stat(p.DB); err != nil {
		return faultf("There is no database %s.", p.DB)
	}
	store, err := sqlite.Open(p.DB, sqlite.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	user, err := store.User(ctx, p.ResetPassword.User)
	if chat.CodeOf(err) == chat.NotFound {
		return faultf("There is no account %q.", p.ResetPassword.User)
	}
	if err != nil {
		return err
	}
	secret := make([]byte, resetTokenBytes)
	_, _ = rand.Read(secret) // never fails
	token := base64.RawURLEncoding.EncodeToString(secret)
	expires := chat.StampOf(time.Now().Add(resetTokenLasts))
	if err := store.CreateResetToken(ctx, handlers.HashResetToken(token), user.Username, expires); err != nil {
		return err
	}
	fmt.Fprintln(p.stdout, p.baseURL(p.Addr)+"/reset/"+token)
	return nil
}

func (p program) version(context.Context) error {
	fmt.Fprintln(p.stdout, "minimost", ownVersion())
	fmt.Fprintln(p.stdout, "go", runtime.Version())
	fmt.Fprintln(p.stdout, "sqlite", zombiezen.Version)
	return nil
}

// ownVersion is the release, or what the Go tool noted of the source.
func ownVersion() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
