package message

import (
	"context"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

type activityStore interface {
	// Activity is what others did that concerns the user and that they can see, the
	// newest first: those behind a place.
	Activity(ctx context.Context, user string, before chat.ActivityCursor, limit int) ([]chat.Activity, error)
}

// activityPage is how many an answer has when the asker names no limit.
const activityPage = 50

func (h *Handlers) findActivity(r *web.Request, limit int) (found page.Activity, err error) {
	before, err := chat.ParseActivityCursor(r.Query("before"))
	if err != nil {
		return found, err
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return found, err
	}
	defer release()
	found.Newest = before.Kind == ""
	found.List, err = h.store.Activity(r.Ctx, r.User.Username, before, limit)
	if err == nil && len(found.List) == limit {
		found.Next = found.List[limit-1].Cursor()
	}
	return found, err
}

// Activity answers a program with JSON and a browser with a page.
func (h *Handlers) Activity(r *web.Request) error {
	r.Vary(fiber.HeaderAccept)
	if strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML) {
		r.Locals(web.AnswerKey, web.Page)
		return h.showActivity(r)
	}
	limit := web.ParseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = activityPage
	}
	found, err := h.findActivity(r, limit)
	if err != nil {
		return err
	}
	return r.JSON(newActivityJSON(found))
}

func (h *Handlers) showActivity(r *web.Request) error {
	found, err := h.findActivity(r, activityPage)
	if err != nil {
		return err
	}
	props, err := h.Pages.OpenActivity(r.Reader(), found)
	if err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	return r.SendMessages(fiber.StatusOK, views.ActivityPage(props))
}

// NewActivity is the list of a page that is open, or 204 while that shows it as it is.
func (h *Handlers) NewActivity(r *web.Request) error {
	found, err := h.findActivity(r, activityPage)
	if err != nil {
		return err
	}
	props, err := h.Pages.ActivityList(r.Reader(), found)
	if err != nil {
		return err
	}
	if props.Since == r.Query("since") {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.SendMessages(fiber.StatusOK, views.ActivityList(props))
}

type activityListJSON struct {
	Items []activityJSON `json:"items"`
	Next  *string        `json:"next"`
}

type activityJSON struct {
	Kind    chat.ActivityKind `json:"kind"`
	TS      web.Stamp         `json:"ts"`
	By      string            `json:"by"`
	Emoji   *string           `json:"emoji"`
	Message messageJSON       `json:"message"`
}

func newActivityJSON(found page.Activity) activityListJSON {
	answer := activityListJSON{Items: []activityJSON{}}
	if next := found.Next.Text(); next != "" {
		answer.Next = &next
	}
	for _, a := range found.List {
		item := activityJSON{Kind: a.Kind, TS: web.Stamp(a.TS), By: a.By, Message: newMessageJSON(a.Message)}
		if a.Kind == chat.ActivityReaction {
			item.Emoji = &a.Emoji
		}
		answer.Items = append(answer.Items, item)
	}
	return answer
}
