package views

import (
	"fmt"
	"strings"
)

// WhoReacted names at most two of count people and counts the rest: "bob, carol and 3 more". The reader is "you", and first.
func WhoReacted(names []string, count int, mine bool) string {
	if mine {
		names = append([]string{"you"}, names...)
	}
	return nameTwo(names, count)
}

// nameTwo is "bob", "bob and carol" or "bob, carol and 3 more" of count people.
func nameTwo(names []string, count int) string {
	shown := isolateAll(names[:min(2, len(names))])
	if more := count - len(shown); more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(shown, ", "), more)
	}
	return strings.Join(shown, " and ")
}

func (r ReactionProps) who() string {
	return WhoReacted(r.Names, r.Count, r.Mine)
}

func (r ReactionProps) label() string {
	people, press := "people", "Press to react"
	if r.Count == 1 {
		people = "person"
	}
	if r.Mine {
		press = "Press to take yours back"
	}
	return fmt.Sprintf("%s %s, %d %s: %s. %s", r.Emoji, r.Name, r.Count, people, r.who(), press)
}

func (r ReactionProps) tooltip() string {
	who := r.who()
	if r.Mine {
		who = "Y" + strings.TrimPrefix(who, "y")
	}
	return who + " reacted with " + r.Emoji + " " + r.Name
}

// elementID keeps the pressed button's focus when the bar around it is replaced.
func (r ReactionProps) elementID(messageID int64) string {
	id := fmt.Sprintf("reaction-%d", messageID)
	for _, point := range r.Emoji {
		id += fmt.Sprintf("-%x", point)
	}
	return id
}
