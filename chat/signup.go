package chat

// SignupMode says who may make an account.
type SignupMode string

// The modes of signing up.
const (
	SignupOpen   SignupMode = "open"   // anyone
	SignupInvite SignupMode = "invite" // whoever has an invite
	SignupClosed SignupMode = "closed" // nobody
)

// What those are told who may not sign up.
var (
	ErrSignupInvite = Errorf(Forbidden, "To sign up here you need an invite link: ask somebody who is here for one.")
	ErrSignupClosed = Errorf(Forbidden, "Nobody can sign up here at the moment. Ask an administrator of this chat.")
)

// Admission is by what right somebody signs up.
type Admission struct {
	Mode SignupMode
	// Invite is the hash of an invite's secret; nil for none.
	Invite []byte
}

// Check is Forbidden for whoever needs an invite and has none, or whom no invite
// helps. The first account of all needs the one that the server itself has made.
func (a Admission) Check() error {
	switch {
	case a.Mode == SignupOpen, a.Mode == SignupInvite && a.Invite != nil:
		return nil
	case a.Mode == SignupInvite:
		return ErrSignupInvite
	}
	return ErrSignupClosed
}
