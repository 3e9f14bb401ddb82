package sqlite

import (
	"context"
	"strings"

	"minimost/chat"
)

// transaction is a write in progress: the writer's connection and row cache, and
// what the write changes.
type transaction struct {
	Conn
	*rowCache
	topics []chat.Topic
	beats  *beats       // what is stored for many at once, nil for nothing
	before chat.Stamp   // the newest of its channel before a message that was sent
	sent   *sentMessage // to be remembered, nil for none
}

// publish has the topics published once the transaction is committed.
func (tx *transaction) publish(topics ...chat.Topic) {
	for _, topic := range topics {
		if channel, ok := strings.CutPrefix(string(topic), messagesOf); ok {
			tx.topics = append(tx.topics, chat.TopicRevisions(channel))
		}
	}
	tx.topics = append(tx.topics, topics...)
}

var messagesOf = string(chat.TopicMessages(""))

// publishSent is publish for a channel in which nothing but a new message has
// changed.
func (tx *transaction) publishSent(channel string) {
	tx.topics = append(tx.topics, chat.TopicMessages(channel), chat.TopicLists)
}

// remember has a message that was just sent remembered as it is, if nothing of it is
// stored beside it.
func (tx *transaction) remember(m chat.Message) {
	if len(m.Files)+len(m.Mentions) == 0 {
		tx.sent = &sentMessage{m, tx.before}
	}
}

// write runs f in the writer's next transaction and returns once that is
// committed and published. f may run twice.
func (s *Store) write(ctx context.Context, d durability, f func(*transaction) error) error {
	return s.submit(ctx, &write{durability: d}, f)
}

// writeWithoutSavepoint is write for a change that makes every refusal before it
// changes anything, and that updates the row cache with what it changes.
func (s *Store) writeWithoutSavepoint(ctx context.Context, d durability, f func(*transaction) error) error {
	return s.submit(ctx, &write{durability: d, noSavepoint: true}, f)
}

func (s *Store) submit(ctx context.Context, wr *write, f func(*transaction) error) error {
	var topics []chat.Topic
	wr.do = func(conn Conn) error {
		tx := transaction{Conn: conn, rowCache: &s.writer.rows}
		err := f(&tx)
		topics, wr.topics, wr.sent = tx.topics, tx.topics, tx.sent
		return err
	}
	err := s.writer.commit(ctx, wr)
	if err == nil && len(topics) > 0 {
		s.publish(topics...)
	}
	return s.fault(err)
}
