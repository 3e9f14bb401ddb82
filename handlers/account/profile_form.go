package account

import (
	"errors"
	"slices"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const profilePage = "/ui/account/profile"

func (h *Handlers) ShowProfile(r *web.Request) error {
	props, err := h.profileProps(r)
	if err != nil {
		return err
	}
	return h.sendProfile(r, fiber.StatusOK, props)
}

func (h *Handlers) sendProfile(r *web.Request, status int, props views.ProfileProps) error {
	return h.SendDialog(r, status, r.T(views.ProfileTitle), views.ProfileDialog(props))
}

// profileProps is the profile of the user as it is stored.
func (h *Handlers) profileProps(r *web.Request) (views.ProfileProps, error) {
	user, err := h.store.User(r.Ctx, r.User.Username)
	if err != nil {
		return views.ProfileProps{}, err
	}
	seen, err := h.Seen(r)
	if err != nil {
		return views.ProfileProps{}, err
	}
	reader := r.Reader()
	p := views.ProfileProps{
		BackURL: r.BackURL(accountPage), Face: reader.Face(seen, user.Username),
		DisplayName: user.DisplayName, Pronouns: user.Pronouns, Zone: user.LocalZone,
	}
	for _, zone := range []string{zoneNameOf(r), user.Zone, user.LocalZone} {
		if zone != "" && !slices.Contains(p.Zones, zone) {
			p.Zones = append(p.Zones, zone)
		}
	}
	return p, nil
}

// zoneNameOf is the zone of the reader's browser, "" for one that is not known.
func zoneNameOf(r *web.Request) string {
	if zone := web.BrowserZone(r.HTTP); zone != nil {
		return zone.String()
	}
	return ""
}

func (h *Handlers) ProfileForm(r *web.Request) error {
	form, err := r.BodyFields()
	if err != nil {
		return err
	}
	name, pronouns, zone := form.Text("display_name"), form.Text("pronouns"), form.Text("zone")
	change := chat.ProfileChange{DisplayName: &name, Pronouns: &pronouns, LocalZone: &zone}
	change, err = parseProfile(change)
	if err == nil {
		err = h.store.SaveProfile(r.Ctx, r.User.Username, change, r.Now)
	}
	if err != nil {
		return h.refuseProfile(r, change, err)
	}
	if !r.HTMX() {
		return r.Redirect(profilePage, fiber.StatusSeeOther)
	}
	return h.sendSavedProfile(r)
}

func (h *Handlers) sendSavedProfile(r *web.Request) error {
	props, err := h.profileProps(r)
	if err != nil {
		return err
	}
	props.Saved = true
	return h.sendProfile(r, fiber.StatusOK, props)
}

// refuseProfile shows the form as it was left, with what is wrong beside its field.
func (h *Handlers) refuseProfile(r *web.Request, change chat.ProfileChange, failure error) error {
	sentence, err := r.Refusal(failure)
	if err != nil {
		return err
	}
	props, err := h.profileProps(r)
	if err != nil {
		return err
	}
	props.DisplayName, props.Pronouns, props.Zone = *change.DisplayName, *change.Pronouns, *change.LocalZone
	switch _, pronounsErr := (chat.ProfileChange{Pronouns: change.Pronouns}).Parse(); {
	case errors.Is(failure, errUnknownZone):
		props.ZoneError = sentence
	case pronounsErr != nil && chat.MessageOf(pronounsErr) == chat.MessageOf(failure):
		props.PronounsError = sentence
	default:
		props.Error = sentence
	}
	return h.sendProfile(r, fiber.StatusUnprocessableEntity, props)
}
