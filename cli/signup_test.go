package cli

import (
	"bytes"
	"context"
	"regexp"
	"testing"
	"time"
)

type unusedStore struct{ hash []byte }

func (*unusedStore) Unused(context.Context) (bool, error) { return true, nil }

func (s *unusedStore) CreateSetupInvite(_ context.Context, hash []byte, _ time.Time) error {
	s.hash = hash
	return nil
}

func TestTheLinkOfTheFirstAdministratorSaysWhereItIs(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"127.0.0.1:8080":   `(?m)^the first administrator signs up once at http://127\.0\.0\.1:8080/invite/[\w-]{26,}$`,
		"unix:/run/a.sock": `(?m)^the first administrator signs up once at /invite/[\w-]{26,} behind the name by which people reach the server$`,
	} {
		var out bytes.Buffer
		store := &unusedStore{}
		p := program{stdout: &out}
		p.Signup = "invite"
		if err := p.saySignup(t.Context(), store, addr); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(want).MatchString(out.String()) || len(store.hash) == 0 {
			t.Errorf("%s: %q", addr, out.String())
		}
	}
}

func TestPasswordsAreHashedAtFullCostUnlessTheProgramIsBuiltForTests(t *testing.T) {
	if passwords != nil {
		t.Errorf("passwords are hashed by %+v", passwords)
	}
}
