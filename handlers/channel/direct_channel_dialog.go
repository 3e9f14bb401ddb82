package channel

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

var errNobodyToTalkTo = chat.Errorf(chat.Invalid, "Choose at least one person.")

func (h *Handlers) ShowNewDirect(r *web.Request) error {
	return h.sendNewDirect(r, fiber.StatusOK, r.QueryFields(), "")
}

func (h *Handlers) sendNewDirect(r *web.Request, status int, form web.Fields, failure string) error {
	found, err := h.searchProps(r, searchForDirect(form))
	if err != nil {
		return err
	}
	found.Error = failure
	return h.SendDialog(r, status, r.T("New direct message"), views.NewDMDialog(views.NewDMProps{
		BackURL: r.BackURL("/"), Search: found,
	}))
}

// OpenDirectForm leads to the conversation with those who were chosen. It
// comes to be with its first message.
func (h *Handlers) OpenDirectForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	channel, err := h.directChannelWith(r, namesIn(form, "users"))
	switch chat.CodeOf(err) {
	case "":
		return r.GoTo(page.ChannelURL(channel))
	case chat.Invalid:
		return h.sendNewDirect(r, fiber.StatusUnprocessableEntity, form, r.Says(err))
	}
	return err
}

// directChannelWith finds the direct channel between the user and the accounts
// of those names, in any case. It is Invalid for a name without an account, and
// when nobody but the user is left.
func (h *Handlers) directChannelWith(r *web.Request, names []string) (string, error) {
	participants := []string{r.User.Username}
	for _, name := range names {
		account, err := h.store.User(r.Ctx, name)
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

// CloseDirectForm hides a conversation from the sidebar.
func (h *Handlers) CloseDirectForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	if err := h.store.CloseDirectChannel(r.Ctx, r.User.Username, form.Text("channel"), r.Now); err != nil {
		return err
	}
	return r.Done(r.CameFrom("/"))
}
