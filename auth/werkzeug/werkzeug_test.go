package werkzeug

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"minimost/chat"
)

// Werkzeug 3.1.8 made these two.
const (
	somePBKDF2 = "pbkdf2:sha256:1000$ni83WmnJuWQeFGp4$851bc6c237f35a99d2c156c46443d1cf049fe06907d9654d3910c99e4e1964aa"
	someScrypt = "scrypt:32768:8:1$Tv67vQCuleqmJD2w$c0fa04f778ca1d8c8bb3226ca9fc41342457f4b4c7384824ec324f4814391cd46869c648dbce075281263c6bb67a8b558eb317b1ac7745ddf558dbc46efb2515"
)

func TestParse(t *testing.T) {
	h, err := Parse(somePBKDF2)
	if err != nil || h.Method != PBKDF2 || h.Iterations != 1000 || h.Salt != "ni83WmnJuWQeFGp4" || len(h.Key) != 32 {
		t.Errorf("%+v, %v", h, err)
	}
	h, err = Parse(someScrypt)
	if err != nil || h.Method != Scrypt || h.N != 32768 || h.R != 8 || h.P != 1 || len(h.Key) != 64 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestHashesThatAskForTooMuchOrAreNoneAreRefused(t *testing.T) {
	short, long := strings.Repeat("ab", 32), strings.Repeat("ab", 64)
	for _, text := range []string{
		"", "$", "$$", "pbkdf2", "scrypt:", "plain", "$argon2id$v=19$m=19456,t=2,p=1$YWJj$YWJj", "md5$salt$" + short,
		"pbkdf2:sha256$salt$" + short, "pbkdf2:sha256:$salt$" + short, "pbkdf2:sha256:0$salt$" + short,
		"pbkdf2:sha256:-1$salt$" + short, "pbkdf2:sha256:+5$salt$" + short, "pbkdf2:sha256:05$salt$" + short,
		"pbkdf2:sha256:1e3$salt$" + short, "pbkdf2:sha256:5:5$salt$" + short, "pbkdf2:sha1:1000$salt$" + short,
		"pbkdf2:sha256:3000001$salt$" + short, "pbkdf2:sha256:99999999999999999999$salt$" + short,
		"pbkdf2:sha256:1000$$" + short, "pbkdf2:sha256:1000$sa lt$" + short, "pbkdf2:sha256:1000$sälz$" + short,
		"pbkdf2:sha256:1000$" + strings.Repeat("s", 129) + "$" + short, "pbkdf2:sha256:1000$salt$" + short[1:], "pbkdf2:sha256:1000$salt$",
		"pbkdf2:sha256:1000$salt$" + long, "pbkdf2:sha256:1000$salt$zz" + short[2:], "pbkdf2:sha256:1000$salt$" + short + "$",
		"scrypt:32768:8$salt$" + long, "scrypt:32768:8:1:1$salt$" + long, "scrypt:32768:8:1$salt$" + short,
		"scrypt:1:8:1$salt$" + long, "scrypt:0:8:1$salt$" + long, "scrypt:30000:8:1$salt$" + long,
		"scrypt:131072:8:1$salt$" + long, "scrypt:1048576:1:1$salt$" + long, "scrypt:65536:8:4$salt$" + long,
		"scrypt:2:1048576:1$salt$" + long, "scrypt:1024:8:1048576$salt$" + long, "scrypt:2:1:2147483648$salt$" + long,
		"scrypt:9223372036854775808:8:1$salt$" + long, "scrypt:4611686018427387904:1048576:1$salt$" + long,
	} {
		if h, err := Parse(text); chat.CodeOf(err) != chat.Invalid {
			t.Errorf("%q: %+v, %v", text, h, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		somePBKDF2, someScrypt, "", "$$", "scrypt:16384:8:2$3PpHQ3mp6NFD87un$00", "pbkdf2:sha256:3000000$s$" + strings.Repeat("0", 64),
		"scrypt:65536:8:2$s$" + strings.Repeat("F", 128), "pbkdf2:sha256:1000$\x00$", "scrypt:2:1:1$~$" + strings.Repeat("0", 128),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		h, err := Parse(text)
		if err != nil {
			if chat.CodeOf(err) != chat.Invalid {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		var again string
		switch h.Method {
		case PBKDF2:
			if h.Iterations < 1 || h.Iterations > MaxPBKDF2Iterations || len(h.Key) != 32 {
				t.Fatalf("%q: %+v", text, h)
			}
			again = fmt.Sprintf("%s:%d$%s$%s", h.Method, h.Iterations, h.Salt, hex.EncodeToString(h.Key))
		case Scrypt:
			if h.N < 2 || h.N&(h.N-1) != 0 || h.R < 1 || h.P < 1 || 128*h.N*h.R > MaxScryptMemory || h.N*h.R*h.P > MaxScryptWork {
				t.Fatalf("%q: %+v", text, h)
			}
			again = fmt.Sprintf("%s:%d:%d:%d$%s$%s", h.Method, h.N, h.R, h.P, h.Salt, hex.EncodeToString(h.Key))
		default:
			t.Fatalf("%q: %+v", text, h)
		}
		at := strings.LastIndex(text, "$")
		if text[:at]+strings.ToLower(text[at:]) != again || !IsHash(text) {
			t.Fatalf("%q was read as %q", text, again)
		}
	})
}
