package sqlite

import (
	"testing"

	"minimost/chat"
)

func TestRowsThatOthersChangedAreForgotten(t *testing.T) {
	var here, there rowCache
	for _, c := range []*rowCache{&here, &there} {
		c.clear()
		for _, name := range []string{"alice", "bob"} {
			c.presences[name] = chat.Presence{User: name}
			c.typing[userChannel{name, "general"}] = chat.Typing{User: name}
			c.clocks[name] = clock{last: 5}
		}
		c.messages[1], c.messages[2] = reacted{Message: chat.Message{ID: 1}}, reacted{Message: chat.Message{ID: 2}}
		c.touched = Touched{}
	}
	there.keepPresence(chat.Presence{User: "alice", State: chat.Idle})
	there.keepTyping(userChannel{"alice", "general"}, chat.Typing{User: "alice", TS: 7})
	there.keepMessage(reacted{Message: chat.Message{ID: 1}})
	there.keepClock("alice", clock{last: 1716000000.123456})
	there.keepClock("carol", clock{last: 9})
	var told Touched
	told.Add(there.touched.String())
	here.forget(told)
	equal(t, "presences", len(here.presences), 1)
	equal(t, "bob's", here.presences["bob"].User, "bob")
	equal(t, "typing", len(here.typing), 1)
	equal(t, "messages", len(here.messages), 1)
	equal(t, "stamps", here.clocks, map[string]clock{"alice": {last: 1716000000.123456}, "bob": {last: 5}})

	there.clear()
	equal(t, "of any row", there.touched.String(), "")
	told = Touched{}
	told.Add(there.touched.String())
	here.forget(told)
	equal(t, "rows that are left", here.size(), 0)
}
