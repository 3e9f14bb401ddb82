package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// showPerson is the card of the account in the path.
func (s *server) showPerson(r *request) error {
	one, err := s.pages.Person(r.reader(), r.Params("name"))
	if err != nil {
		return err
	}
	card := views.PersonCardProps{
		BackURL: r.backURL("/"), Face: one.Face, Pronouns: one.Pronouns, Now: r.local(r.now), BotOwner: one.BotOwner, BotOwnerShown: one.OwnerCalled,
		Me: one.Username == r.user.Username, Blocked: one.Blocked, Deactivated: one.Deactivated != 0,
	}
	if one.SeenTS != 0 {
		card.LastSeen = r.local(one.SeenTS.Time())
	}
	if zone := loadZone(one.LocalZone); zone != nil {
		card.LocalTime = r.language().Time(r.now.In(zone), "Monday, 15:04") + " (" + one.LocalZone + ")"
	}
	if channel, err := chat.DirectChannelID([]string{r.user.Username, one.Username}); err == nil && !card.Me && !card.Blocked && !card.Deactivated {
		card.MessageURL = page.ChannelURL(channel)
	}
	return s.sendDialog(r, fiber.StatusOK, one.Called, views.PersonCard(card))
}

// person is the account in the path for programs.
func (s *server) person(r *request) error {
	one, err := s.pages.Person(r.reader(), r.Params("name"))
	if err != nil {
		return err
	}
	return r.JSON(cardJSON{
		Username: one.Username, DisplayName: one.DisplayName, Pronouns: one.Pronouns, Zone: one.LocalZone, Picture: pictureURL(one.User),
		State: one.State, Status: statusJSONOf(one.Status), LastSeenTS: optionalStamp(one.SeenTS),
		Bot: flag(one.IsBot()), Deactivated: flag(one.Deactivated != 0),
	})
}

// cardJSON is an account as others see it. Texts that are not set are "".
type cardJSON struct {
	Username    string        `json:"username"`
	DisplayName string        `json:"display_name"`
	Pronouns    string        `json:"pronouns"`
	Zone        string        `json:"zone"`
	Picture     string        `json:"picture"` // its address
	State       chat.State    `json:"state"`
	Status      *statusJSON   `json:"status"`
	LastSeenTS  optionalStamp `json:"last_seen_ts"`
	Bot         flag          `json:"bot"`
	Deactivated flag          `json:"deactivated"`
}

type statusJSON struct {
	Emoji   string        `json:"emoji"`
	Text    string        `json:"text"`
	UntilTS optionalStamp `json:"until_ts"`
}

// statusJSONOf is nil, null in JSON, for no status.
func statusJSONOf(s chat.Status) *statusJSON {
	if !s.IsSet() {
		return nil
	}
	return &statusJSON{s.Emoji, s.Text, optionalStamp(s.Until)}
}
