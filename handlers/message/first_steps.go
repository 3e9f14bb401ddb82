package message

import (
	"fmt"

	"minimost/handlers/web"
	"minimost/views"
)

// offerFirstSteps says who has made a channel and what to do next, where nobody has written yet.
func (h *Handlers) offerFirstSteps(r *web.Request, props *views.ChatPageProps) error {
	if !props.List.Begins() || !props.Header.Closed.TakesMessages() {
		return nil
	}
	empty := &props.List.Empty
	switch props.Header.Kind {
	case "private":
		made, err := h.store.PrivateChannel(r.Ctx, r.User.Username, props.Header.ChannelID)
		if err != nil {
			return err
		}
		by, err := h.Shown(r, made.CreatedBy)
		if err != nil {
			return err
		}
		on := r.Language().Time(views.InZone(made.CreatedTS.Time(), r.Reader().Zone), "2 January 2006")
		empty.Message = r.T("%s made this channel on %s. Only its members see what is written here.", views.Isolate(by), on)
		empty.Steps = []views.EmptyStep{
			{URL: fmt.Sprintf("/ui/private_channels/%d/add_member", made.ID), Label: r.T("Add people"), Dialog: true}, topicStep(r, props.Channel),
		}
	case "public":
		return h.offerPublicSteps(r, props)
	}
	return nil
}

func topicStep(r *web.Request, channel string) views.EmptyStep {
	return views.EmptyStep{URL: "/ui/channels/" + channel + "/topic", Label: r.T("Set a topic"), Dialog: true}
}

func (h *Handlers) offerPublicSteps(r *web.Request, props *views.ChatPageProps) error {
	settings, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return err
	}
	var steps []views.EmptyStep
	if settings.Inviting.Allows(r.User) {
		steps = append(steps, views.EmptyStep{URL: "/invites", Label: r.T("Invite people")})
	}
	if len(props.List.Rows) > 0 { // somebody has made it
		steps = append(steps, topicStep(r, props.Channel))
	} else {
		steps = append(steps,
			views.EmptyStep{URL: "/ui/account", Label: r.T("Set your status"), Dialog: true},
			views.EmptyStep{URL: "/ui/dms/new", Label: r.T("Write to somebody"), Dialog: true})
	}
	props.List.Empty.Steps = steps
	return nil
}
