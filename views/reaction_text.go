package views

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WhoReacted names at most two of count people and counts the rest: "bob, carol and 3 more". The reader is "you", and first.
func WhoReacted(ctx context.Context, names []string, count int, mine bool) string {
	if mine {
		names = append([]string{T(ctx, "you")}, names...)
	}
	return nameTwo(ctx, names, count)
}

// nameTwo is "bob", "bob and carol" or "bob, carol and 3 more" of count people.
func nameTwo(ctx context.Context, names []string, count int) string {
	shown := isolateAll(names[:min(2, len(names))])
	if more := count - len(shown); more > 0 {
		return T(ctx, "%s and %d more", strings.Join(shown, ", "), more)
	}
	if len(shown) == 2 {
		return T(ctx, "%s and %s", shown[0], shown[1])
	}
	return strings.Join(shown, "")
}

func (r ReactionProps) who(ctx context.Context) string {
	return WhoReacted(ctx, r.Names, r.Count, r.Mine)
}

func (r ReactionProps) label(ctx context.Context) string {
	press := T(ctx, "Press to react")
	if r.Mine {
		press = T(ctx, "Press to take yours back")
	}
	return N(ctx, r.Count, "%s %s, %d person: %s. %s", "%s %s, %d people: %s. %s", r.Emoji, r.Name, r.Count, r.who(ctx), press)
}

func (r ReactionProps) tooltip(ctx context.Context) string {
	who := r.who(ctx)
	switch {
	case r.Mine && r.Count == 1:
		return T(ctx, "You reacted with %s %s", r.Emoji, r.Name)
	case r.Mine:
		first, size := utf8.DecodeRuneInString(who)
		who = string(unicode.ToUpper(first)) + who[size:]
	}
	return N(ctx, r.Count, "%s reacted with %s %s", "%s reacted with %s %s", who, r.Emoji, r.Name)
}

// elementID keeps the pressed button's focus when the bar around it is replaced.
func (r ReactionProps) elementID(messageID int64) string {
	id := fmt.Sprintf("reaction-%d", messageID)
	for _, point := range r.Emoji {
		id += fmt.Sprintf("-%x", point)
	}
	return id
}
