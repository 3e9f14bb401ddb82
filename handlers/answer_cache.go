package handlers

import (
	"encoding/json"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/hashicorp/golang-lru/v2/simplelru"

	"minimost/cache"
	"minimost/chat"
)

// rememberedBytes bounds the answers that are kept in memory.
const rememberedBytes = 16 << 20

// answerID tells answers apart: what it is, for whom and about what. An answer
// that is the same for all is for "".
type answerID struct{ what, user, about string }

// keptAnswer is an answer as it is sent.
type keptAnswer struct {
	seq       uint64
	at, until chat.Stamp
	topics    []chat.Topic
	json      []byte
}

// answers are those sent lately, ready to be sent again while nothing that they
// depend on has changed.
type answers struct {
	mu    sync.Mutex
	known *simplelru.LRU[answerID, *keptAnswer]
	bytes int
}

func newAnswers() *answers {
	a := &answers{}
	known, err := simplelru.NewLRU(rememberedBytes, func(_ answerID, gone *keptAnswer) { a.bytes -= gone.size() })
	if err != nil {
		panic(err) // the size is a positive constant
	}
	a.known = known
	return a
}

// size is about what an answer takes in memory. The names in its id are those
// of its topics.
func (a *keptAnswer) size() int {
	size := 512 + len(a.json)
	for _, topic := range a.topics {
		size += 2 * len(topic)
	}
	return size
}

func (a *answers) find(id answerID) (*keptAnswer, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.known.Get(id)
}

func (a *answers) keep(id answerID, made *keptAnswer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	// Replacing one does not count as its eviction.
	a.known.Remove(id)
	a.known.Add(id, made)
	a.bytes += made.size()
	for a.bytes > rememberedBytes {
		a.known.RemoveOldest()
	}
}

// holds reports whether the answer would be the same now.
func (a *keptAnswer) holds(changes cache.Changes, now time.Time) bool {
	return lasts(now, a.at, a.until) && !changes.Changed(a.seq, a.topics...)
}

// unlessKnown calls do, unless it is known that it would do nothing: it has been
// called, and what it depends on has not changed since.
func (a *answers) unlessKnown(changes cache.Changes, now time.Time, id answerID, do func() (reading[any], error)) error {
	if known, ok := a.find(id); ok && known.holds(changes, now) {
		return nil
	}
	seq := changes.Offset()
	done, err := do()
	if err == nil {
		a.keep(id, &keptAnswer{seq: seq, at: chat.StampOf(now), until: done.until, topics: done.topics})
	}
	return err
}

// sendRemembered sends the answer with that id, or what make answers, which is
// then remembered. make is to check the access of whoever the answer is for, and
// to name what that depends on.
func (s *server) sendRemembered(r *request, id answerID, make func() (reading[any], error)) error {
	known, ok := s.answers.find(id)
	if !ok || !known.holds(s.Changes, r.now) {
		seq := s.Changes.Offset()
		made, err := make()
		if err != nil {
			return err
		}
		body, err := json.Marshal(made.value)
		if err != nil {
			return err
		}
		known = &keptAnswer{seq: seq, at: chat.StampOf(r.now), until: made.until, topics: made.topics, json: body}
		s.answers.keep(id, known)
	}
	return sendJSON(r, known.json)
}

// sendJSON sends what nobody changes afterwards.
func sendJSON(r *request, body []byte) error {
	r.Response().Header.SetContentTypeBytes(contentTypeJSON)
	return r.Send(body)
}

var contentTypeJSON = []byte(fiber.MIMEApplicationJSON)
