package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/views"
)

const profilePage = "/ui/account/profile"

func (s *server) showProfile(r *request) error {
	props, err := s.profileProps(r)
	if err != nil {
		return err
	}
	return s.sendProfile(r, fiber.StatusOK, props)
}

func (s *server) sendProfile(r *request, status int, props views.ProfileProps) error {
	return s.sendDialog(r, status, r.T(views.ProfileTitle), views.ProfileDialog(props))
}

// profileProps is the profile of the user as it is stored.
func (s *server) profileProps(r *request) (views.ProfileProps, error) {
	user, err := s.Store.User(r.ctx, r.user.Username)
	if err != nil {
		return views.ProfileProps{}, err
	}
	seen, err := s.seen(r)
	if err != nil {
		return views.ProfileProps{}, err
	}
	reader := r.reader()
	p := views.ProfileProps{
		BackURL: r.backURL(accountPage), Face: reader.Face(seen, user.Username),
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
func zoneNameOf(r *request) string {
	if zone := browserZone(r.Ctx); zone != nil {
		return zone.String()
	}
	return ""
}

func (s *server) profileForm(r *request) error {
	form, err := r.bodyFields()
	if err != nil {
		return err
	}
	name, pronouns, zone := form.text("display_name"), form.text("pronouns"), form.text("zone")
	change := chat.ProfileChange{DisplayName: &name, Pronouns: &pronouns, LocalZone: &zone}
	change, err = parseProfile(change)
	if err == nil {
		err = s.Store.SaveProfile(r.ctx, r.user.Username, change, r.now)
	}
	if err != nil {
		return s.refuseProfile(r, change, err)
	}
	if !r.htmx() {
		return r.Redirect(profilePage, fiber.StatusSeeOther)
	}
	return s.sendSavedProfile(r)
}

func (s *server) sendSavedProfile(r *request) error {
	props, err := s.profileProps(r)
	if err != nil {
		return err
	}
	props.Saved = true
	return s.sendProfile(r, fiber.StatusOK, props)
}

// refuseProfile shows the form as it was left, with what is wrong beside its field.
func (s *server) refuseProfile(r *request, change chat.ProfileChange, failure error) error {
	sentence, err := r.refusal(failure)
	if err != nil {
		return err
	}
	props, err := s.profileProps(r)
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
	return s.sendProfile(r, fiber.StatusUnprocessableEntity, props)
}
