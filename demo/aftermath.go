package demo

import (
	"context"
	"strings"
	"time"
)

// maxStep is the most that lies between two things that happen to a message.
const maxStep = 3 * minute

// deed is one thing that happened to a message after it was sent.
type deed func(ctx context.Context, store Store, at time.Time) error

// follow does what became of a message, at times between its sending and the
// next one.
func (t talk) follow(ctx context.Context, store Store, l line, id int64, sent, next time.Time) error {
	deeds := t.deeds(l, id)
	step := min(next.Sub(sent)/time.Duration(len(deeds)+1), maxStep)
	return together(len(deeds), func(i int) error {
		return deeds[i](ctx, store, sent.Add(time.Duration(i+1)*step))
	})
}

func (t talk) deeds(l line, id int64) (deeds []deed) {
	for emoji, reactors := range reactions(l.react) {
		for _, reactor := range reactors {
			deeds = append(deeds, func(ctx context.Context, store Store, at time.Time) error {
				_, err := store.React(ctx, reactor, id, emoji, at)
				return err
			})
		}
	}
	if l.edit != "" {
		deeds = append(deeds, func(ctx context.Context, store Store, at time.Time) error {
			return store.EditMessage(ctx, l.by, id, l.edit, at)
		})
	}
	if l.deleted {
		deeds = append(deeds, func(ctx context.Context, store Store, at time.Time) error {
			return store.DeleteMessage(ctx, l.by, id, at)
		})
	}
	for _, reader := range strings.Fields(l.read) {
		deeds = append(deeds, func(ctx context.Context, store Store, at time.Time) error {
			return store.MarkRead(ctx, reader, t.channel, 0, at)
		})
	}
	return deeds
}

// reactions reads "👍 bob carol, 🎉 femi" in its order.
func reactions(text string) func(yield func(emoji string, reactors []string) bool) {
	return func(yield func(string, []string) bool) {
		for part := range strings.SplitSeq(text, ",") {
			if fields := strings.Fields(part); len(fields) > 0 && !yield(fields[0], fields[1:]) {
				return
			}
		}
	}
}
