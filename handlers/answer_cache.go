package handlers

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
)

// cachedAnswerBytes bounds the answers that are kept in memory.
const cachedAnswerBytes = 16 << 20

// answerID tells answers apart: what it is, for whom and about what. An answer
// that is the same for all is for "".
type answerID struct{ what, user, about string }

// newAnswers returns no answers yet; those sent lately are kept as they are sent.
func newAnswers() *cache.Map[answerID, []byte] {
	return cache.NewSizedMap(cachedAnswerBytes, answerSize)
}

// answerSize is about what an answer takes in memory. The names in its id are
// those of its topics.
func answerSize(_ answerID, answer cache.Read[[]byte]) int {
	size := 512 + len(answer.Value)
	for _, topic := range answer.Topics {
		size += 2 * len(topic)
	}
	return size
}

// sendCached sends the answer with that id, or what read answers, which is then
// cached. read is to check the access of whoever the answer is for, and to name
// what that depends on.
func (s *server) sendCached(r *request, id answerID, read func() (cache.Read[any], error)) error {
	body, err := s.answers.Get(s.Changes, r.now, id, func() (cache.Read[[]byte], error) {
		answer, err := read()
		if err != nil {
			return cache.Read[[]byte]{}, err
		}
		body, err := json.Marshal(answer.Value)
		return cache.Read[[]byte]{Value: body, Topics: answer.Topics, Expires: answer.Expires}, err
	})
	if err != nil {
		return err
	}
	return sendJSON(r, body)
}

// sendJSON sends what nobody changes afterwards.
func sendJSON(r *request, body []byte) error {
	r.Response().Header.SetContentTypeBytes(contentTypeJSON)
	return r.Send(body)
}

var contentTypeJSON = []byte(fiber.MIMEApplicationJSON)
