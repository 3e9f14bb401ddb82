package message

import (
	"context"
	"errors"
	"strings"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
	"minimost/page"
	"minimost/search"
	"minimost/views"
)

type searchStore interface {
	// Search finds what the user can see.
	Search(ctx context.Context, user string, q search.Query, page search.Page) (search.Result, error)
}

// Search answers a program with JSON and a browser with a page.
func (h *Handlers) Search(r *web.Request) error {
	r.Vary(fiber.HeaderAccept)
	document := strings.Contains(r.Get(fiber.HeaderAccept), fiber.MIMETextHTML)
	if document {
		r.Locals(web.AnswerKey, web.Page)
	}
	release, err := h.Making.Take(r.Ctx, r.User.Username)
	if err != nil {
		return err
	}
	defer release()
	asked, err := h.find(r)
	if refused, ok := errors.AsType[*chat.Error](err); ok && document && refused.Code == chat.Invalid {
		asked.Error = r.Says(refused)
		return h.sendSearch(r, fiber.StatusUnprocessableEntity, asked)
	}
	switch {
	case err != nil:
		return err
	case document:
		return h.sendSearch(r, fiber.StatusOK, asked)
	case asked.Query.Empty():
		return chat.Errorf(chat.Invalid, `"q" says what to search for.`)
	}
	return r.JSON(newSearchJSON(asked))
}

var errBadSort = chat.Errorf(chat.Invalid, `"sort" is "newest" or "best".`)

// sortsBest reads the order of what is found: the newest first where none is named.
func sortsBest(order string) (best bool, err error) {
	switch order {
	case "", "newest":
		return false, nil
	case "best":
		return true, nil
	}
	return false, errBadSort
}

// find reads the query and asks the store. It is Invalid for a query that cannot
// be read.
func (h *Handlers) find(r *web.Request) (asked page.Search, err error) {
	asked.Text = strings.TrimSpace(r.Query("q"))
	if asked.Query, err = search.Parse(asked.Text, r.Zone); err != nil {
		return asked, err
	}
	if asked.Query.Best, err = sortsBest(r.Query("sort")); err != nil {
		return asked, err
	}
	before, err := search.ParseCursor(r.Query("before"), asked.Query.Best)
	if err != nil || asked.Query.Empty() {
		return asked, err
	}
	asked.Found, err = h.store.Search(r.Ctx, r.User.Username, asked.Query, search.Page{Before: before})
	return asked, err
}

func (h *Handlers) sendSearch(r *web.Request, status int, asked page.Search) error {
	props, err := h.Pages.OpenSearch(r.Reader(), asked)
	if err != nil {
		return err
	}
	props.Page.AssetBase = h.Assets.Base()
	for _, hint := range search.Hints {
		props.Hints = append(props.Hints, views.SearchHint(hint))
	}
	return r.SendMessages(status, views.SearchPage(props))
}

type searchJSON struct {
	Hits       []hitJSON `json:"hits"`
	Next       *string   `json:"next"`
	Incomplete bool      `json:"incomplete"`
}

type hitJSON struct {
	messageJSON
	ChannelName *string    `json:"channel_name"`
	Excerpt     []partJSON `json:"excerpt"`
}

type partJSON struct {
	Text string `json:"text"`
	Mark bool   `json:"mark"`
}

func newSearchJSON(asked page.Search) searchJSON {
	answer := searchJSON{Hits: []hitJSON{}, Incomplete: asked.Found.Incomplete || asked.Found.Newest}
	if next := asked.Found.Next.Text(); next != "" {
		answer.Next = &next
	}
	for _, h := range asked.Found.Hits {
		hit := hitJSON{messageJSON: newMessageJSON(h.Message), Excerpt: []partJSON{}}
		if h.ChannelName != "" {
			hit.ChannelName = &h.ChannelName
		}
		for _, part := range asked.Query.Excerpt(h.Message.Line()) {
			hit.Excerpt = append(hit.Excerpt, partJSON{part.Text, part.Marked})
		}
		answer.Hits = append(answer.Hits, hit)
	}
	return answer
}
