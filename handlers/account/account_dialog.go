package account

import (
	"time"

	"minimost/handlers/web"

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

func (h *Handlers) ShowAccount(r *web.Request) error {
	account, err := h.accountProps(r)
	if err != nil {
		return err
	}
	return h.sendAccount(r, fiber.StatusOK, account)
}

func (h *Handlers) sendAccount(r *web.Request, status int, account views.AccountProps) error {
	return h.SendDialog(r, status, r.T(accountTitle), views.AccountDialog(account))
}

// accountProps is the dialog with everything as it is stored.
func (h *Handlers) accountProps(r *web.Request) (p views.AccountProps, err error) {
	server, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return p, err
	}
	presence, err := h.store.Presence(r.Ctx, r.User.Username)
	if err != nil {
		return p, err
	}
	p = views.AccountProps{
		Administrator: r.User.Administrator, MayInvite: server.Inviting.Allows(r.User) && h.Signup != chat.SignupClosed, BackURL: r.BackURL("/"),
		Status: statusFormProps(r, presence.OwnStatus(r.Now)), Sharing: sharingProps(r, r.User.Settings), Look: lookProps(r, r.User.Look),
	}
	p.Override, err = h.overrideProps(r)
	return p, err
}

func (h *Handlers) overrideProps(r *web.Request) (views.OverrideProps, error) {
	presence, err := h.store.Presence(r.Ctx, r.User.Username)
	if err != nil {
		return views.OverrideProps{}, err
	}
	seen, err := h.Cache.Presences(r.Ctx, r.Now)
	if err != nil {
		return views.OverrideProps{}, err
	}
	why := presence.Why(r.Now)
	return views.OverrideProps{
		BackURL:  r.BackURL("/"),
		Username: r.User.Username,
		Shown:    seen.Shown(r.User.Username),
		Picture:  seen.Picture(r.User.Username),
		Hue:      views.AvatarHue(seen.Place(r.User.Username)),
		State:    chat.DotOf(why.State, why.Undisturbed),
		Why:      views.ReasonText(r.Language(), why, r.Local(r.Now)),
		Override: string(why.Override),
		Minutes:  minutesLeft(why.Until, r.Now),
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

func sharingProps(r *web.Request, settings chat.Settings) views.SharingProps {
	return views.SharingProps{
		BackURL: r.BackURL("/"), ShareTyping: settings.ShareTyping, ShareReceipts: settings.ShareReceipts,
		ShareLastSeen: settings.ShareLastSeen,
	}
}

// SettingsForm saves both switches: a browser leaves out one that is off.
func (h *Handlers) SettingsForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	h.keepZone(r, r.User)
	settings := chat.Settings{
		ShareReceipts: form.Text("share_receipts") == "true",
		ShareTyping:   form.Text("share_typing") == "true",
		ShareLastSeen: form.Text("share_last_seen") == "true",
	}
	err = h.store.SaveSettings(r.Ctx, r.User.Username, settings.All(), r.Now)
	if chat.CodeOf(err) == chat.Reused {
		return h.refuseSettings(r, settings, r.Says(web.ErrFormReused))
	}
	if err != nil {
		return err
	}
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusOK, views.SharingForm(sharingProps(r, settings)))
	}
	return r.Redirect(accountPage, fiber.StatusSeeOther)
}

// refuseSettings shows the switches as they were left, with what is wrong.
func (h *Handlers) refuseSettings(r *web.Request, settings chat.Settings, failure string) error {
	sharing := sharingProps(r, settings)
	sharing.Error = failure
	if r.HTMX() {
		return web.SendPage(r.HTTP, fiber.StatusUnprocessableEntity, views.SharingForm(sharing))
	}
	account, err := h.accountProps(r)
	if err != nil {
		return err
	}
	account.Sharing = sharing
	return h.sendAccount(r, fiber.StatusUnprocessableEntity, account)
}
