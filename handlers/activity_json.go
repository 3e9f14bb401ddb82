package handlers

import (
	"context"
	"strings"

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

func (s *server) findActivity(r *request, limit int) (found page.Activity, err error) {
	before, err := chat.ParseActivityCursor(r.Query("before"))
	if err != nil {
		return found, err
	}
	release, err := s.making.take(r.ctx, r.user.Username)
	if err != nil {
		return found, err
	}
	defer release()
	found.Newest = before.Kind == ""
	found.List, err = s.Store.Activity(r.ctx, r.user.Username, before, limit)
	if err == nil && len(found.List) == limit {
		found.Next = found.List[limit-1].Cursor()
	}
	return found, err
}

// activity answers a program with JSON and a browser with a page.
func (s *server) activity(r *request) error {
	r.Vary(fiber.HeaderAccept)
	if strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML) {
		r.Locals(answerKey, Page)
		return s.showActivity(r)
	}
	limit := parseLimit(r.Query("limit"), chat.MaxMessagesBeforePage)
	if limit <= 0 {
		limit = activityPage
	}
	found, err := s.findActivity(r, limit)
	if err != nil {
		return err
	}
	return r.JSON(newActivityJSON(found))
}

func (s *server) showActivity(r *request) error {
	found, err := s.findActivity(r, activityPage)
	if err != nil {
		return err
	}
	props, err := s.pages.OpenActivity(r.reader(), found)
	if err != nil {
		return err
	}
	props.Page.AssetBase = s.Assets.Base()
	return r.sendMessages(fiber.StatusOK, views.ActivityPage(props))
}

// newActivity is the list of a page that is open, or 204 while that shows it as it is.
func (s *server) newActivity(r *request) error {
	found, err := s.findActivity(r, activityPage)
	if err != nil {
		return err
	}
	props, err := s.pages.ActivityList(r.reader(), found)
	if err != nil {
		return err
	}
	if props.Since == r.Query("since") {
		return r.SendStatus(fiber.StatusNoContent)
	}
	return r.sendMessages(fiber.StatusOK, views.ActivityList(props))
}

type activityListJSON struct {
	Items []activityJSON `json:"items"`
	Next  *string        `json:"next"`
}

type activityJSON struct {
	Kind    chat.ActivityKind `json:"kind"`
	TS      stamp             `json:"ts"`
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
		item := activityJSON{Kind: a.Kind, TS: stamp(a.TS), By: a.By, Message: newMessageJSON(a.Message)}
		if a.Kind == chat.ActivityReaction {
			item.Emoji = &a.Emoji
		}
		answer.Items = append(answer.Items, item)
	}
	return answer
}
