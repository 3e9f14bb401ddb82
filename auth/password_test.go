package auth

import (
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
	p := NewPasswords(CheapCost)
	for password, hashes := range werkzeugHashes {
		for _, hash := range hashes {
			ok, outdated, err := p.Match(t.Context(), password, hash)
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

// counting notes the hashes that are compared with, once the parameters are known to be bounded.
func counting(p *Passwords, compared *[]string) {
	compare := p.compare
	p.compare = func(password, hash string) (bool, *argon2id.Params, error) {
		ok, params, err := compare(password, hash)
		if err == nil {
			*compared = append(*compared, hash)
		}
		return ok, params, err
	}
}

func TestAHashThatAsksForTooMuchCostsOneComparisonWithTheDecoy(t *testing.T) {
	p := NewPasswords(CheapCost)
	var compared []string
	counting(p, &compared)
	key := strings.Repeat("0", 128)
	for hash, want := range map[string]error{
		"scrypt:1048576:64:64$salt$" + key: ErrBadHash, "pbkdf2:sha256:2000000000$salt$" + key[:64]: ErrBadHash, "md5$salt$" + key: ErrBadHash, "": nil,
	} {
		compared = nil
		if ok, _, err := p.Match(t.Context(), importedPassword, hash); ok || !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", hash, ok, err)
		}
		if len(compared) != 1 || compared[0] != p.decoy {
			t.Errorf("%q: compared with %q", hash, compared)
		}
	}
}

func TestAMissingAccountCostsWhatAnExistingOneDoes(t *testing.T) {
	p := NewPasswords(Cost)
	hash, err := p.Hash(t.Context(), "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	var compared []string
	counting(p, &compared)
	for _, stored := range []string{hash, ""} {
		if ok, _, err := p.Match(t.Context(), "wrong password", stored); ok || err != nil {
			t.Errorf("%q: %v, %v", stored, ok, err)
		}
	}
	if len(compared) != 2 {
		t.Fatalf("%d comparisons, want one each", len(compared))
	}
	for _, hash := range compared {
		if params, _, _, err := argon2id.DecodeHash(hash); err != nil || *params != Cost {
			t.Errorf("compared with the parameters %+v, %v", params, err)
		}
	}
}

// The numbers are repeated on purpose: they are OWASP's.
func TestHashesAreMadeAtTheRecommendedCost(t *testing.T) {
	if Cost != (argon2id.Params{Memory: 19_456, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}) {
		t.Errorf("the cost is %+v", Cost)
	}
	const password = "Grüße, 漢字 🎉 1"
	p := NewPasswords(Cost)
	hash, err := p.Hash(t.Context(), password)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%s, %v", hash, err)
	}
	if again, _ := p.Hash(t.Context(), password); again == hash {
		t.Error("two hashes share a salt")
	}
	if ok, outdated, err := p.Match(t.Context(), password, hash); !ok || outdated || err != nil {
		t.Errorf("the password: %v, outdated %v, %v", ok, outdated, err)
	}
	if ok, _, err := p.Match(t.Context(), password+"!", hash); ok || err != nil {
		t.Errorf("another: %v, %v", ok, err)
	}
	if ok, outdated, err := NewPasswords(CheapCost).Match(t.Context(), password, hash); !ok || !outdated || err != nil {
		t.Errorf("at another cost: %v, outdated %v, %v", ok, outdated, err)
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
	p := NewPasswords(CheapCost)
	for range cap(p.slots) {
		if err := p.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := p.Match(ended, importedPassword, quickScrypt); chat.CodeOf(err) != chat.Unavailable {
		t.Errorf("out of turn: %v", err)
	}
	p.leave()
	if ok, _, err := p.Match(t.Context(), importedPassword, quickScrypt); !ok || err != nil {
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
		if ok, _, err := NewPasswords(CheapCost).Match(t.Context(), "x", hash); ok || !errors.Is(err, ErrBadHash) {
			t.Errorf("%s: %v, %v", name, ok, err)
		}
	}
}

func FuzzStoredHash(f *testing.F) {
	salt, key := strings.Repeat("A", 22), strings.Repeat("A", 43)
	for _, seed := range []string{
		"", "$", "$argon2id$", "plain", "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$" + key, "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key, "$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key,
		"$argon2id$v=19$m=4294967295,t=1,p=1$" + salt + "$" + key, "$argon2id$v=19$m=64,t=4294967295,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=64,t=1,p=1$$", "pbkdf2:sha256:1$s$" + strings.Repeat("0", 64), "scrypt:2:1:1$s$" + strings.Repeat("0", 128),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, hash string) {
		if ok, params, err := compareHash("a password that is nobody's", hash); ok || (params == nil) == (err == nil) {
			t.Errorf("%q: %v, %v, %v", hash, ok, params, err)
		}
	})
}
