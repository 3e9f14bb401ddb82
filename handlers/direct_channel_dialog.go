package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

var errNobodyToTalkTo = chat.Errorf(chat.Invalid, "Choose at least one person.")

func (s *server) showNewDirect(r *request) error {
	return s.sendNewDirect(r, fiber.StatusOK, r.queryFields(), "")
}

func (s *server) sendNewDirect(r *request, status int, form fields, failure string) error {
	found, err := s.searchProps(r, searchForDirect(form))
	if err != nil {
		return err
	}
	found.Error = failure
	return s.sendDialog(r, status, r.T("New direct message"), views.NewDMDialog(views.NewDMProps{
		BackURL: r.backURL("/"), Search: found,
	}))
}

// openDirectForm leads to the conversation with those who were chosen. It
// comes to be with its first message.
func (s *server) openDirectForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	channel, err := s.directChannelWith(r, namesIn(form, "users"))
	switch chat.CodeOf(err) {
	case "":
		return r.goTo(page.ChannelURL(channel))
	case chat.Invalid:
		return s.sendNewDirect(r, fiber.StatusUnprocessableEntity, form, r.says(err))
	}
	return err
}

// directChannelWith finds the direct channel between the user and the accounts
// of those names, in any case. It is Invalid for a name without an account, and
// when nobody but the user is left.
func (s *server) directChannelWith(r *request, names []string) (string, error) {
	participants := []string{r.user.Username}
	for _, name := range names {
		account, err := s.Store.User(r.ctx, name)
		if chat.CodeOf(err) == chat.NotFound {
			return "", chat.Errorf(chat.Invalid, "There is no account %s.", chat.Isolate(name))
		}
		if err != nil {
			return "", err
		}
		participants = append(participants, account.Username)
	}
	channel, err := chat.DirectChannelID(participants)
	if err != nil {
		return "", errNobodyToTalkTo
	}
	return channel, nil
}

// closeDirectForm hides a conversation from the sidebar.
func (s *server) closeDirectForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	if err := s.Store.CloseDirectChannel(r.ctx, r.user.Username, form.text("channel"), r.now); err != nil {
		return err
	}
	return r.done(r.cameFrom("/"))
}
