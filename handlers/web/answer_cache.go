package web

import (
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"minimost/cache"
)

// cachedAnswerBytes bounds the answers that are kept in memory.
const cachedAnswerBytes = 16 << 20

// AnswerID tells answers apart: what it is, for whom and about what. An answer
// that is the same for all is for "".
type AnswerID struct{ What, User, About string }

// newAnswers returns no answers yet; those sent lately are kept as they are sent.
func newAnswers() *cache.Map[AnswerID, []byte] {
	return cache.NewSizedMap(cachedAnswerBytes, AnswerSize)
}

// AnswerSize is about what an answer takes in memory. The names in its id are
// those of its topics.
func AnswerSize(_ AnswerID, answer cache.Read[[]byte]) int {
	size := 512 + len(answer.Value)
	for _, topic := range answer.Topics {
		size += 2 * len(topic)
	}
	return size
}

// SendCached sends the answer with that id, or what read answers, which is then
// cached. read is to check the access of whoever the answer is for, and to name
// what that depends on.
func (s *Server) SendCached(r *Request, id AnswerID, read func() (cache.Read[any], error)) error {
	body, err := s.Answers.Get(s.Changes, r.Now, id, func() (cache.Read[[]byte], error) {
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
func sendJSON(r *Request, body []byte) error {
	r.Response().Header.SetContentTypeBytes(contentTypeJSON)
	return r.Send(body)
}

var contentTypeJSON = []byte(fiber.MIMEApplicationJSON)
