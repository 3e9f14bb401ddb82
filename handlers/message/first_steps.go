package message

import (
	"minimost/handlers/web"
	"minimost/views"
)

// offerFirstSteps says what to do next where nobody has written yet.
func (h *Handlers) offerFirstSteps(r *web.Request, props *views.ChatPageProps) error {
	if len(props.List.Rows) > 0 || props.Header.Kind != "public" {
		return nil
	}
	steps := []views.EmptyStep{
		{URL: "/ui/account", Label: r.T("Set your status"), Dialog: true},
		{URL: "/ui/dms/new", Label: r.T("Write to somebody"), Dialog: true},
	}
	settings, err := h.store.ServerSettings(r.Ctx)
	if err != nil {
		return err
	}
	if settings.Inviting.Allows(r.User) {
		steps = append([]views.EmptyStep{{URL: "/invites", Label: r.T("Invite people")}}, steps...)
	}
	props.List.Empty.Steps = steps
	return nil
}
