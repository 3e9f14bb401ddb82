package account

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/web"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// ShowPerson is the card of the account in the path.
func (h *Handlers) ShowPerson(r *web.Request) error {
	one, err := h.Pages.Person(r.Reader(), r.Params("name"))
	if err != nil {
		return err
	}
	card := views.PersonCardProps{
		BackURL: r.BackURL("/"), Face: one.Face, Pronouns: one.Pronouns, Now: r.Local(r.Now), BotOwner: one.BotOwner, BotOwnerShown: one.OwnerCalled,
		Me: one.Username == r.User.Username, Blocked: one.Blocked, Deactivated: one.Deactivated != 0,
	}
	if one.SeenTS != 0 {
		card.LastSeen = r.Local(one.SeenTS.Time())
	}
	if zone := web.LoadZone(one.LocalZone); zone != nil {
		card.LocalTime = r.Language().Time(r.Now.In(zone), "Monday, 15:04") + " (" + one.LocalZone + ")"
	}
	if channel, err := chat.DirectChannelID([]string{r.User.Username, one.Username}); err == nil && !card.Me && !card.Blocked && !card.Deactivated {
		card.MessageURL = page.ChannelURL(channel)
	}
	return h.SendDialog(r, fiber.StatusOK, one.Called, views.PersonCard(card))
}

// Person is the account in the path for programs.
func (h *Handlers) Person(r *web.Request) error {
	one, err := h.Pages.Person(r.Reader(), r.Params("name"))
	if err != nil {
		return err
	}
	return r.JSON(cardJSON{
		Username: one.Username, DisplayName: one.DisplayName, Pronouns: one.Pronouns, Zone: one.LocalZone, Picture: pictureURL(one.User),
		State: one.State, Status: statusJSONOf(one.Status), LastSeenTS: web.OptionalStamp(one.SeenTS),
		Bot: web.Flag(one.IsBot()), Deactivated: web.Flag(one.Deactivated != 0),
	})
}

// cardJSON is an account as others see it. Texts that are not set are "".
type cardJSON struct {
	Username    string            `json:"username"`
	DisplayName string            `json:"display_name"`
	Pronouns    string            `json:"pronouns"`
	Zone        string            `json:"zone"`
	Picture     string            `json:"picture"` // its address
	State       chat.State        `json:"state"`
	Status      *statusJSON       `json:"status"`
	LastSeenTS  web.OptionalStamp `json:"last_seen_ts"`
	Bot         web.Flag          `json:"bot"`
	Deactivated web.Flag          `json:"deactivated"`
}

type statusJSON struct {
	Emoji   string            `json:"emoji"`
	Text    string            `json:"text"`
	UntilTS web.OptionalStamp `json:"until_ts"`
}

// statusJSONOf is nil, null in JSON, for no status.
func statusJSONOf(s chat.Status) *statusJSON {
	if !s.IsSet() {
		return nil
	}
	return &statusJSON{s.Emoji, s.Text, web.OptionalStamp(s.Until)}
}
