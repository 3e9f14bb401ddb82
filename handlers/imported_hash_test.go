package handlers

import (
	"bytes"
	"strings"
	"testing"

	"minimost/handlers/account"

	"minimost/chat"
)

// What Werkzeug 3.1.8 made of a password.
const (
	importedPassword = "Seven quiet herons 7!"
	quickPBKDF2      = "pbkdf2:sha256:1000$ni83WmnJuWQeFGp4$851bc6c237f35a99d2c156c46443d1cf049fe06907d9654d3910c99e4e1964aa"
	quickScrypt      = "scrypt:1024:8:1$n5XIhlOmgwXHMK5c$26a319930ca806312bc7dfa372c9345db782a393d9d643a7230224e1dff6dc057485cca054da0e6d50314c49218a6be5c5d199156f277c2a0cea394c9d4c925b"
)

// withHash adds an account with a hash that is no test password's.
func (w *world) withHash(name, hash string) {
	w.t.Helper()
	err := w.store.CreateUser(tContext(), chat.User{Username: name, PasswordHash: hash, CreatedTS: chat.StampOf(w.clock())})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) hashOf(name string) string {
	w.t.Helper()
	user, err := w.store.User(tContext(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return user.PasswordHash
}

func TestAnImportedHashIsRenewedAtTheFirstLoginAndSessionsGoOn(t *testing.T) {
	t.Parallel()
	for name, hash := range map[string]string{"alice": quickPBKDF2, "bob": quickScrypt} {
		w := newWorld(t)
		w.withHash(name, hash)
		if wrong := w.browser().login(name, "Seven quiet herons 8!").want(422); !strings.Contains(wrong.body, account.WrongLogin) {
			t.Error("the sentence is missing")
		}
		if w.hashOf(name) != hash {
			t.Error("a wrong password renews the hash")
		}
		first := w.browser()
		first.login(name, importedPassword).want(302)
		renewed := w.hashOf(name)
		if !strings.HasPrefix(renewed, "$argon2id$") {
			t.Fatalf("the hash is now %s", renewed)
		}
		second := w.browser()
		second.login(name, importedPassword).want(302)
		if w.hashOf(name) != renewed {
			t.Error("renewed again")
		}
		first.get("/channels").want(200)
		w.browser().login(name, "Seven quiet herons 8!").want(422)
	}
}

func TestARenewedHashDoesNotUndoANewPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.withHash("alice", quickPBKDF2)
	w.server.Authenticator.Passwords = &spyHasher{Hasher: w.server.Authenticator.Passwords, match: func(string, string) {
		// While the old password is compared, somebody sets a new one.
		if err := w.store.RenewPasswordHash(tContext(), "alice", quickPBKDF2, testHash()); err != nil {
			t.Error(err)
		}
	}}
	w.browser().login("alice", importedPassword)
	if w.hashOf("alice") != testHash() {
		t.Error("the old password is back")
	}
}

func TestAHashThatAsksForTooMuchIsALoginThatFails(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	w := newWorld(t, logTo(&log))
	key := strings.Repeat("0", 128)
	for name, hash := range map[string]string{
		"alice": "scrypt:1048576:64:64$salt$" + key, "bob": "pbkdf2:sha256:2000000000$salt$" + key[:64], "carol": "md5$salt$" + key, "dave": "",
	} {
		w.withHash(name, hash)
		if got := w.browser().login(name, importedPassword).want(422); !strings.Contains(got.body, account.WrongLogin) {
			t.Errorf("%s: the sentence is missing", name)
		}
	}
	if !strings.Contains(log.String(), "cannot be read") || strings.Contains(log.String(), importedPassword) {
		t.Errorf("the log says %s", log.String())
	}
}
