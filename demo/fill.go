package demo

import (
	"context"
	"errors"
	"sync"
	"time"

	"minimost/chat"
)

// teamAge is how long before the start the accounts were made, so that all of
// the talk counts for everyone.
const teamAge = 30 * day

// talk is what was said in one channel.
type talk struct {
	channel   string
	privateID int64
	lines     []line
}

// Fill writes a team and three days of its talk into an empty database. One
// that was filled before is left as it is. It is Conflict for a database with
// other accounts, and changes nothing then.
func Fill(ctx context.Context, store Store, now time.Time) error {
	begun, err := store.BeginDemo(ctx, now)
	if err != nil || !begun {
		return err
	}
	if err := hire(ctx, store, now); err != nil {
		return err
	}
	talks, err := plan(ctx, store, now)
	if err != nil {
		return err
	}
	err = together(len(talks), func(i int) error { return talks[i].hold(ctx, store, now) })
	if err != nil {
		return err
	}
	return store.FinishDemo(ctx, now)
}

func hire(ctx context.Context, store Store, now time.Time) error {
	names := team()
	return together(len(names), func(i int) error {
		hash := noPassword
		if names[i] == Username {
			hash = passwordHash
		}
		return store.CreateUser(ctx, chat.User{
			Username: names[i], PasswordHash: hash, CreatedTS: chat.StampOf(now.Add(-teamAge)),
			Settings: chat.Settings{ShareReceipts: true, ShareTyping: true},
		})
	})
}

// plan says which talk goes to which channel.
func plan(ctx context.Context, store Store, now time.Time) ([]talk, error) {
	var talks []talk
	for i, channel := range store.PublicChannels() {
		if i < len(publicTalk) {
			talks = append(talks, talk{channel: channel, lines: publicTalk[i]})
		}
	}
	private, err := store.CreatePrivateChannel(ctx, privateOwner, privateName, privateMembers, now.Add(-3*day))
	if err != nil {
		return nil, err
	}
	talks = append(talks, talk{chat.PrivateChannelID(private.ID), private.ID, privateTalk})
	for other, lines := range directTalk {
		channel, err := chat.DirectChannelID([]string{Username, other})
		if err != nil {
			return nil, err
		}
		talks = append(talks, talk{channel: channel, lines: lines})
	}
	return talks, nil
}

// together calls do for 0 to n-1 side by side: the store commits what comes at
// once together, and each commit waits for the disk.
func together(n int, do func(i int) error) error {
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { errs[i] = do(i) })
	}
	all.Wait()
	return errors.Join(errs...)
}

// hold writes one talk, line by line: the clock of a channel only goes forward.
func (t talk) hold(ctx context.Context, store Store, now time.Time) error {
	ids := make([]int64, len(t.lines))
	for i, l := range t.lines {
		replyTo := int64(0)
		if l.re > 0 {
			replyTo = ids[i-l.re]
		}
		sent := now.Add(-l.ago)
		if l.add != "" {
			if err := store.AddMember(ctx, l.by, t.privateID, l.add, chat.HistoryAll, sent); err != nil {
				return err
			}
			continue
		}
		m, err := store.Send(ctx, l.by, t.channel, l.text, replyTo, sent)
		if err != nil {
			return err
		}
		ids[i] = m.ID
		next := now
		if i+1 < len(t.lines) {
			next = now.Add(-t.lines[i+1].ago)
		}
		if err := t.follow(ctx, store, l, m.ID, sent, next); err != nil {
			return err
		}
	}
	return nil
}
