package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/auth"
	"minimost/chat"
	"minimost/views"
)

// signOutAccount ends every session of an account, which comes in any case.
func (s *server) signOutAccount(r *request, username string) error {
	user, err := s.Store.User(r.ctx, username)
	if err != nil {
		return err
	}
	return s.sessions.EndStored(func() error { return s.Store.SignOutEverywhere(s.audited(r), user.Username, r.now) })
}

func (s *server) deactivateOther(r *request, username string) error {
	return s.sessions.EndStored(func() error { return s.Store.Deactivate(s.audited(r), r.user.Username, username, r.now) })
}

func (s *server) reactivateOther(r *request, username string) error {
	return s.Store.Reactivate(s.audited(r), r.user.Username, username, r.now)
}

// makeResetLink returns the account as it is spelled and the link, of which nothing but
// a hash is kept.
func (s *server) makeResetLink(r *request, username string) (name, link string, err error) {
	user, err := s.Store.User(r.ctx, username)
	if err != nil {
		return "", "", err
	}
	token := auth.NewSecret()
	err = s.Store.CreateResetToken(s.audited(r), auth.HashResetToken(token), user.Username, chat.StampOf(r.now.Add(chat.ResetLasts)))
	r.Set(fiber.HeaderCacheControl, "no-store")
	return user.Username, s.link(r, "/reset/"+token), err
}

// personForm does to the account in a form what an administrator asks for.
func personForm(do func(*server, *request, string) error) func(*server, *request) error {
	return func(s *server, r *request) error {
		form, err := r.bodyFields()
		if err != nil {
			return err
		}
		return s.peopleChanged(r, do(s, r, form.text("username")))
	}
}

// showRemovePerson asks what becomes of the messages of the account in the query.
func (s *server) showRemovePerson(r *request) error {
	user, err := s.Store.User(r.ctx, r.Query("username"))
	if err != nil {
		return err
	}
	return s.sendRemovePerson(r, fiber.StatusOK, views.RemovePersonProps{Username: user.Username})
}

func (s *server) sendRemovePerson(r *request, status int, props views.RemovePersonProps) error {
	return sendPage(r.Ctx, status, views.RemovePersonPage(s.pageProps(r.T("Remove an account")), props))
}

func (s *server) removePersonForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	props := views.RemovePersonProps{Username: form.text("username")}
	fate, err := chat.ParseFate(form.text("messages"))
	if err == nil {
		err = s.removeAccount(r, r.user.Username, props.Username, fate)
	}
	if err == nil {
		return r.goTo(peoplePage)
	}
	if props.Error, err = r.refusal(err); err != nil {
		return err
	}
	return s.sendRemovePerson(r, fiber.StatusUnprocessableEntity, props)
}

func (s *server) showAdminChannels(r *request) error {
	return s.sendAdminChannels(r, fiber.StatusOK, "")
}

func (s *server) sendAdminChannels(r *request, status int, failure string) error {
	ownerless, err := s.Store.OwnerlessChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	public, err := s.Store.AllPublicChannels(r.ctx, r.user.Username)
	if err != nil {
		return err
	}
	props := views.AdminChannelsProps{Error: failure}
	for _, c := range public {
		props.Public = append(props.Public, views.ListedChannel{Channel: c.Channel, Name: c.Name, Archived: c.Archived})
	}
	for _, c := range ownerless {
		props.Ownerless = append(props.Ownerless, views.OwnerlessChannel(c))
	}
	return sendPage(r.Ctx, status, views.AdminChannelsPage(s.pageProps(r.T("Channels")), props))
}

// publicNames are all public channels, whoever has made them.
func (s *server) publicNames(r *request) (names []string, err error) {
	public, err := s.Store.AllPublicChannels(r.ctx, r.user.Username)
	for _, c := range public {
		names = append(names, c.Channel)
	}
	return names, err
}

func (s *server) takeOverForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	id := parseID(form.text("id"))
	err = s.Store.TakeOver(s.audited(r), r.user.Username, id, r.now)
	if chat.CodeOf(err) == chat.Reused {
		return s.sendAdminChannels(r, fiber.StatusUnprocessableEntity, r.says(errFormReused))
	}
	if err != nil {
		return err
	}
	return r.goTo("/c/" + chat.PrivateChannelID(id))
}

// answerWithin is how long the database may take before administrators are told that
// it is slow.
const answerWithin = time.Second

func (s *server) showUsage(r *request) error {
	usage, err := s.Store.Usage(r.ctx, r.user.Username, r.now)
	if err != nil {
		return err
	}
	props := views.UsageProps{Usage: usage, Healthy: s.isHealthy(r.ctx), Now: r.local(r.now)}
	return sendPage(r.Ctx, fiber.StatusOK, views.UsagePage(s.pageProps(r.T("Usage")), props))
}

// isHealthy reports whether the database answers in time.
func (s *server) isHealthy(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return s.Store.Ready(ctx) == nil
}
