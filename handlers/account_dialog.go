package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const (
	accountTitle = "Your account"
	accountPage  = "/ui/account"
)

// overrideMinutes are the durations that the picker offers besides "until
// changed".
var overrideMinutes = []int{30, 60, 240}

func (s *server) showAccount(r *request) error {
	account, err := s.accountProps(r)
	if err != nil {
		return err
	}
	return s.sendAccount(r, fiber.StatusOK, account)
}

func (s *server) sendAccount(r *request, status int, account views.AccountProps) error {
	return s.sendDialog(r, status, r.T(accountTitle), views.AccountDialog(account))
}

// accountProps is the dialog with everything as it is stored.
func (s *server) accountProps(r *request) (p views.AccountProps, err error) {
	server, err := s.Store.ServerSettings(r.ctx)
	if err != nil {
		return p, err
	}
	presence, err := s.Store.Presence(r.ctx, r.user.Username)
	if err != nil {
		return p, err
	}
	p = views.AccountProps{
		Administrator: r.user.Administrator, MayInvite: server.Inviting.Allows(r.user) && s.Signup != chat.SignupClosed, BackURL: r.backURL("/"),
		Status: statusFormProps(r, presence.OwnStatus(r.now)), Sharing: sharingProps(r, r.user.Settings), Look: lookProps(r, r.user.Look),
	}
	p.Override, err = s.overrideProps(r)
	return p, err
}

func (s *server) overrideProps(r *request) (views.OverrideProps, error) {
	presence, err := s.Store.Presence(r.ctx, r.user.Username)
	if err != nil {
		return views.OverrideProps{}, err
	}
	seen, err := s.cache.Presences(r.ctx, r.now)
	if err != nil {
		return views.OverrideProps{}, err
	}
	why := presence.Why(r.now)
	return views.OverrideProps{
		BackURL:  r.backURL("/"),
		Username: r.user.Username,
		Shown:    seen.Shown(r.user.Username),
		Picture:  seen.Picture(r.user.Username),
		Hue:      views.AvatarHue(seen.Place(r.user.Username)),
		State:    chat.DotOf(why.State, why.Undisturbed),
		Why:      views.ReasonText(r.language(), why, r.local(r.now)),
		Override: string(why.Override),
		Minutes:  minutesLeft(why.Until, r.now),
	}, nil
}

// minutesLeft is the shortest duration offered that reaches until; 0 is until
// changed.
func minutesLeft(until chat.Stamp, now time.Time) int {
	if until == 0 {
		return 0
	}
	for _, minutes := range overrideMinutes {
		if chat.StampOf(now.Add(time.Duration(minutes)*time.Minute)) >= until {
			return minutes
		}
	}
	return overrideMinutes[len(overrideMinutes)-1]
}

func sharingProps(r *request, settings chat.Settings) views.SharingProps {
	return views.SharingProps{
		BackURL: r.backURL("/"), ShareTyping: settings.ShareTyping, ShareReceipts: settings.ShareReceipts,
		ShareLastSeen: settings.ShareLastSeen,
	}
}

// settingsForm saves both switches: a browser leaves out one that is off.
func (s *server) settingsForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	s.keepZone(r, r.user)
	settings := chat.Settings{
		ShareReceipts: form.text("share_receipts") == "true",
		ShareTyping:   form.text("share_typing") == "true",
		ShareLastSeen: form.text("share_last_seen") == "true",
	}
	err = s.Store.SaveSettings(r.ctx, r.user.Username, settings.All(), r.now)
	if chat.CodeOf(err) == chat.Reused {
		return s.refuseSettings(r, settings, r.says(errFormReused))
	}
	if err != nil {
		return err
	}
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusOK, views.SharingForm(sharingProps(r, settings)))
	}
	return r.Redirect(accountPage, fiber.StatusSeeOther)
}

// refuseSettings shows the switches as they were left, with what is wrong.
func (s *server) refuseSettings(r *request, settings chat.Settings, failure string) error {
	sharing := sharingProps(r, settings)
	sharing.Error = failure
	if r.htmx() {
		return sendPage(r.Ctx, fiber.StatusUnprocessableEntity, views.SharingForm(sharing))
	}
	account, err := s.accountProps(r)
	if err != nil {
		return err
	}
	account.Sharing = sharing
	return s.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
