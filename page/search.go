package page

import (
	"net/url"
	"strconv"

	"minimost/chat"
	"minimost/search"
	"minimost/views"
)

// Search is what somebody has asked for, and what is wrong with it or was found.
type Search struct {
	Text  string // as it was written
	Query search.Query
	Error string
	Found search.Result
}

// OpenSearch is the page of a search.
func (p *Pages) OpenSearch(reader Reader, asked Search) (views.SearchPageProps, error) {
	s, err := p.openShell(reader, SidebarAlone, reader.T("Search"))
	if err != nil {
		return views.SearchPageProps{}, err
	}
	props := views.SearchPageProps{
		Page:       s.Page,
		Shell:      s.Shell,
		Query:      asked.Text,
		Error:      asked.Error,
		Best:       asked.Query.Best,
		Asked:      asked.Error == "" && !asked.Query.Empty(),
		Incomplete: asked.Found.Incomplete, Newest: asked.Found.Newest,
		UnknownPeople: asked.Found.UnknownPeople, UnknownChannels: asked.Found.UnknownChannels,
	}
	if next := asked.Found.Next.Text(); next != "" {
		props.NextURL = searchURL(asked, asked.Query.Best, next)
	}
	props.OtherURL = searchURL(asked, !asked.Query.Best, "")
	blocks, err := p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return props, err
	}
	for _, h := range asked.Found.Hits {
		hit := s.searchHit(asked.Query, h)
		_, hit.Blocked = blocks.Blocked[h.Message.Sender]
		props.Hits = append(props.Hits, hit)
	}
	return props, nil
}

func (s *screen) searchHit(q search.Query, h search.Hit) views.SearchHit {
	name := h.ChannelName
	if h.Channel.Kind == chat.Direct {
		name = chat.JoinNames(s.seen.AllShown(others(h.Channel.Participants, s.reader.User.Username)))
	}
	hit := views.SearchHit{
		URL: "/m/" + strconv.FormatInt(h.Message.ID, 10), Kind: kindNames[h.Channel.Kind], Channel: name,
		Sender: avatar(s.seen, h.Message.Sender), Sent: s.reader.local(h.Message.SentTS.Time()), Edited: h.Message.Edited,
	}
	for _, part := range s.excerptOf(q, h.Message) {
		hit.Excerpt = append(hit.Excerpt, views.SearchPart{Text: part.Text, Marked: part.Marked})
	}
	return hit
}

// excerptOf is where a message was found, as it is read.
func (s *screen) excerptOf(q search.Query, m chat.Message) []search.Part {
	if m.ContentType == chat.ContentSystem || !m.HasText() {
		return q.Excerpt(m.Line())
	}
	var shown []search.Shown
	for _, piece := range views.Pieces(m.Content, s.emojiIn(m.Content)) {
		shown = append(shown, search.Shown(piece))
	}
	return q.ExcerptAs(m.Content, shown)
}

func searchURL(asked Search, best bool, before string) string {
	query := url.Values{"q": {asked.Text}}
	if best {
		query.Set("sort", "best")
	}
	if before != "" {
		query.Set("before", before)
	}
	return "/search?" + query.Encode()
}
