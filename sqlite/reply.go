package sqlite

import "minimost/chat"

// visibleReply is the message that is answered, 0 where r does not see it in their
// channel. It is activity to whoever wrote it.
func visibleReply(tx *transaction, r reader, id int64) (int64, error) {
	if id == 0 {
		return 0, nil
	}
	m, found, err := findMessage(tx.Conn, id)
	if err != nil || !found || m.Channel != r.Channel.ID || !r.Sees(m.TS) {
		return 0, err
	}
	tx.publish(chat.TopicActivity(m.Sender))
	return id, nil
}
