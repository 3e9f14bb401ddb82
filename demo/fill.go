// Package demo fills an empty database with a small team's talk and plays some of its people, so that one person
// alone sees a chat that is alive. It uses the store's ordinary methods, so that every rule applies to it.
package demo

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"minimost/chat"
	"minimost/upload"
)

const (
	// teamAge is how long before the start the accounts were made, so that all of the talk counts for everyone.
	teamAge = 30 * 24 * time.Hour
	// step lies between two things that follow a message: all are over when the next is sent, for the clock of a
	// channel only goes forward.
	step = 5 * time.Second
)

// Fill writes a team and three days of its talk into an empty database. One that was filled before is left as it
// is. It is Conflict for a database with other accounts, and changes nothing then.
func Fill(ctx context.Context, store Store, now time.Time) error {
	begun, err := store.BeginDemo(ctx, now)
	if err != nil || !begun {
		return err
	}
	f := filling{ctx, store, now}
	if err := together(append([]string{Username}, played...), f.hire); err != nil {
		return err
	}
	talks, err := f.talks(loadScript())
	if err != nil {
		return err
	}
	if err := together(slices.Collect(maps.Keys(talks)), func(_ int, channel string) error { return f.hold(channel, talks[channel]) }); err != nil {
		return err
	}
	for user, status := range loadScript().Statuses {
		if err := store.SetStatus(ctx, user, status, now); err != nil {
			return err
		}
	}
	return store.FinishDemo(ctx, now)
}

//go:embed script.json
var scriptJSON []byte

//go:embed presence-dots.png
var files embed.FS

var loadScript = sync.OnceValue(func() (s script) {
	if err := json.Unmarshal(scriptJSON, &s); err != nil {
		panic(err) // the file is part of the program, and every test of this package reads it
	}
	return s
})

// script is what the team says, before the start and live.
type script struct {
	Public   []place // the first is played in the first public channel
	Private  place
	Direct   map[string][]line      // by channel
	Statuses map[string]chat.Status // by who has them
	Answers  []string               // what someone can say to anything
	Emoji    []string               // what they react with, each as the store keeps it
}

// place is a channel and what is said there.
type place struct {
	Name, Owner string // of a private one
	Members     []string
	Topic       string
	Talk        []line     // before the start
	Chatter     [][]string // live; the lines of one exchange follow each other
}

// line is one message of the talk that the demo starts with.
type line struct {
	Ago  int // minutes before the start; those of a talk only get smaller
	By   string
	Text string
	File string // a file of this package that it carries
	Re   int    // how many lines above the one stands that it replies to; 0: none
	// Then is what happened next: who, and "read", "pin", "delete", "edit" with the new text, "add" with a new member
	// of the channel, or an emoji to react with.
	Then [][]string
}

// filling is one call of Fill.
type filling struct {
	ctx   context.Context
	store Store
	now   time.Time
}

func (f filling) hire(_ int, name string) error {
	user := chat.User{Username: name, CreatedTS: chat.StampOf(f.now.Add(-teamAge))}
	if name == Username {
		user.PasswordHash = passwordHash
	}
	return f.store.CreateUser(f.ctx, user)
}

// talks says what was said in each channel.
func (f filling) talks(s script) (talks map[string][]line, err error) {
	talks = maps.Clone(s.Direct)
	founded := f.now.Add(-3 * 24 * time.Hour)
	public := f.store.PublicChannels()
	for i, p := range s.Public[:min(len(s.Public), len(public))] {
		talks[public[i]] = p.Talk
		if err := f.store.SetAbout(f.ctx, p.Talk[0].By, public[i], chat.About{Topic: p.Topic}, founded); err != nil {
			return nil, err
		}
	}
	p := s.Private
	private, err := f.store.CreatePrivateChannel(f.ctx, p.Owner, p.Name, p.Members, founded)
	talks[chat.PrivateChannelID(private.ID)] = p.Talk
	return talks, err
}

// hold writes one talk, line by line.
func (f filling) hold(channel string, lines []line) error {
	ids := make([]int64, len(lines))
	for i, l := range lines {
		sent := f.now.Add(-time.Duration(l.Ago) * time.Minute)
		m, err := f.send(channel, l, ids[i-l.Re], sent)
		if err != nil {
			return err
		}
		ids[i] = m.ID
		if err := together(l.Then, func(i int, deed []string) error { return f.follow(m, deed, sent.Add(time.Duration(i+1)*step)) }); err != nil {
			return err
		}
	}
	return nil
}

func (f filling) send(channel string, l line, replyTo int64, sent time.Time) (chat.Message, error) {
	if l.File == "" {
		return f.store.Send(f.ctx, l.By, channel, l.Text, replyTo, sent)
	}
	content, err := files.Open(l.File)
	if err != nil {
		return chat.Message{}, err
	}
	file, err := upload.New(f.store, 0, 0, time.Minute).Take(f.ctx, chat.File{Uploader: l.By, Channel: channel, Name: l.File}, content, sent)
	if err != nil {
		return chat.Message{}, err
	}
	return f.store.SendFiles(f.ctx, l.By, channel, l.Text, replyTo, []int64{file.ID}, sent)
}

// follow does one of the things that followed a message.
func (f filling) follow(m chat.Message, deed []string, at time.Time) (err error) {
	switch who, what := deed[0], deed[1]; what {
	case "read":
		return f.store.MarkRead(f.ctx, who, m.Channel, 0, at)
	case "pin":
		return f.store.SetPin(f.ctx, who, m.ID, true, at)
	case "delete":
		return f.store.DeleteMessage(f.ctx, who, m.ID, at)
	case "edit":
		return f.store.EditMessage(f.ctx, who, m.ID, deed[2], at)
	case "add":
		channel, err := chat.ParseChannel(m.Channel)
		return errors.Join(err, f.store.AddMember(f.ctx, who, channel.PrivateID, deed[2], chat.HistoryAll, at))
	default:
		_, err = f.store.React(f.ctx, who, m.ID, what, at)
		return err
	}
}

// together calls do for each item side by side: the store commits what comes at once together, and each commit
// waits for the disk.
func together[T any](items []T, do func(i int, item T) error) error {
	var all errgroup.Group
	for i, item := range items {
		all.Go(func() error { return do(i, item) })
	}
	return all.Wait()
}
