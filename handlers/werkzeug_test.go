package handlers

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"minimost/chat"
)

// What Werkzeug 3.1.8 made of two passwords.
var werkzeugHashes = map[string][]string{
	"Seven quiet herons 7!": {
		"scrypt:32768:8:1$Tv67vQCuleqmJD2w$c0fa04f778ca1d8c8bb3226ca9fc41342457f4b4c7384824ec324f4814391cd46869c648dbce075281263c6bb67a8b558eb317b1ac7745ddf558dbc46efb2515",
		"pbkdf2:sha256:1000000$rpXgWF5o08w6LQ1d$158e427440b349f8e862dee3cb0980c33d3c885a92888cc8673de2610175a90b",
		"scrypt:16384:8:2$3PpHQ3mp6NFD87un$137eefb3f4040c99d45aff11d5c6bbf59ea1ce0884ecd9aebe3d633e331233b3fedc765fab81dacce321a1e7d2f9fa338ccab164a499675b216109375fa44432",
		"pbkdf2:sha256:1000$ni83WmnJuWQeFGp4$851bc6c237f35a99d2c156c46443d1cf049fe06907d9654d3910c99e4e1964aa",
		"scrypt:1024:8:1$n5XIhlOmgwXHMK5c$26a319930ca806312bc7dfa372c9345db782a393d9d643a7230224e1dff6dc057485cca054da0e6d50314c49218a6be5c5d199156f277c2a0cea394c9d4c925b",
	},
	"Grüße, 漢字 🎉 1": {
		"scrypt:32768:8:1$KXlhLUQKfVqwAj1N$0277f91f2c2b26c2e3769a219ffcb7305c69494df421154e810d2db1bfad22cc99deaaea624642a9bc7524c9822d2fd60d0dc9adaaaf2c86a0383094cf04992a",
		"pbkdf2:sha256:1000000$KG8Pq7fRnvdy0T10$9947d1a5e47f726e6710f5330731f7a2ed6a3bdf6d7e969103874d69b1af0139",
		"pbkdf2:sha256:1000$tuuilQy6tUQNKW4D$3dfcc8da074f375394d5f5864fdd69b186147a183a47ff501815bd0fa45ce962",
	},
}

func TestPasswordsOfTheOriginalAreRecognised(t *testing.T) {
	p := newPasswords()
	for password, hashes := range werkzeugHashes {
		for _, hash := range hashes {
			ok, outdated, err := p.match(t.Context(), password, hash)
			if !ok || !outdated || err != nil {
				t.Errorf("%s: %v, outdated %v, %v", hash, ok, outdated, err)
			}
			for _, wrong := range []string{"", password + " ", strings.ToUpper(password), password[1:]} {
				// In turn: a failure is not held back.
				if ok, _, _, err := p.matchInTurn(t.Context(), wrong, hash); ok || err != nil {
					t.Errorf("%s matches %q, %v", hash, wrong, err)
				}
			}
		}
	}
}

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
	for name, hash := range map[string]string{"alice": quickPBKDF2, "bob": quickScrypt} {
		w := newWorld(t)
		w.withHash(name, hash)
		if wrong := w.browser().login(name, "Seven quiet herons 8!").want(422); !strings.Contains(wrong.body, wrongLogin) {
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
	w := newWorld(t)
	w.withHash("alice", quickPBKDF2)
	compare := w.server.passwords.compare
	w.server.passwords.compare = func(password, hash string) (bool, *argon2id.Params, error) {
		// While the old password is compared, somebody sets a new one.
		if err := w.store.RenewPasswordHash(tContext(), "alice", quickPBKDF2, testHash()); err != nil {
			t.Error(err)
		}
		return compare(password, hash)
	}
	w.browser().login("alice", importedPassword)
	if w.hashOf("alice") != testHash() {
		t.Error("the old password is back")
	}
}

func TestAHashThatAsksForTooMuchCostsOneComparisonWithTheDecoy(t *testing.T) {
	var log bytes.Buffer
	w := newWorld(t, logTo(&log))
	key := strings.Repeat("0", 128)
	for name, hash := range map[string]string{
		"alice": "scrypt:1048576:64:64$salt$" + key, "bob": "pbkdf2:sha256:2000000000$salt$" + key[:64], "carol": "md5$salt$" + key, "dave": "",
	} {
		w.withHash(name, hash)
		var compared []string
		w.server.passwords.compare = func(password, hash string) (bool, *argon2id.Params, error) {
			ok, params, err := compareHash(password, hash)
			if err == nil {
				compared = append(compared, hash)
			}
			return ok, params, err
		}
		if got := w.browser().login(name, importedPassword).want(422); !strings.Contains(got.body, wrongLogin) {
			t.Errorf("%s: the sentence is missing", name)
		}
		if len(compared) != 1 || compared[0] != w.server.passwords.decoy {
			t.Errorf("%s: compared with %q", name, compared)
		}
	}
	if !strings.Contains(log.String(), "cannot be read") || strings.Contains(log.String(), importedPassword) {
		t.Errorf("the log says %s", log.String())
	}
}

func TestFailedLoginsAreHeldBackToTheLongestComparison(t *testing.T) {
	var e evenTime
	if missing := e.missing(0); missing != 0 {
		t.Errorf("without imported accounts a failure waits %v", missing)
	}
	e.note(80 * time.Millisecond)
	e.note(200 * time.Millisecond)
	e.note(90 * time.Millisecond)
	if missing := e.missing(30 * time.Millisecond); missing != 170*time.Millisecond {
		t.Errorf("after 30 ms it waits %v", missing)
	}
	if missing := e.missing(time.Second); missing != 0 {
		t.Errorf("after a second it waits %v", missing)
	}
	e.note(time.Hour)
	if missing := e.missing(0); missing != maxEvenTime {
		t.Errorf("it waits up to %v", missing)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	e.wait(ended, 0) // comes back at once, or the test hangs for a second
}

func TestImportedHashesAreComparedAFewAtATime(t *testing.T) {
	p := newPasswords()
	for range cap(p.slots) {
		if err := p.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.match(ended, importedPassword, quickScrypt); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("out of turn: %v", err)
	}
	p.leave()
	if ok, _, err := p.match(t.Context(), importedPassword, quickScrypt); !ok || err != nil {
		t.Errorf("in turn: %v, %v", ok, err)
	}
}

func TestAHashThatNobodyVouchesForIsNeitherMatchedNorAPanic(t *testing.T) {
	salt, key := strings.Repeat("A", 22), strings.Repeat("A", 43)
	for name, hash := range map[string]string{
		"no key": "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$", "no salt and no key": "$argon2id$v=19$m=64,t=1,p=1$$",
		"a short key": "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$AAAA", "no iterations": "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
		"no lanes": "$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key, "4 TiB": "$argon2id$v=19$m=4294967295,t=1,p=1$" + salt + "$" + key,
		"years": "$argon2id$v=19$m=64,t=4294967295,p=1$" + salt + "$" + key,
	} {
		if ok, _, err := newPasswords().match(t.Context(), "x", hash); ok || !errors.Is(err, errBadHash) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}
