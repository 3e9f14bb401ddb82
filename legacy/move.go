package legacy

import (
	"context"
	"time"

	"minimost/chat"
)

// Options are what a move needs to know beside its folder and target.
type Options struct {
	Now time.Time
	// Emoji finds the emoji of the original's names.
	Emoji *chat.EmojiSet
	// Public are the public channels that the server is to show.
	Public []string
	// Uploads takes the files of messages into the target, and Picture makes a person's
	// picture of a file; none are taken where they are nil.
	Uploads Uploads
	Picture func(data []byte) (chat.Picture, error)
	// Progress, unless nil, is called now and then with how many of the rows that
	// take long have been moved.
	Progress func(done, total int)
}

// mover is a move in progress.
type mover struct {
	ctx    context.Context
	folder *Folder
	target Target
	Options
	latest chat.Stamp // no clock has shown later times
	report *Report

	newest  chat.Stamp            // of all messages
	people  map[string]bool       // who has an account in the original, or had one at the last move
	here    map[string]chat.User  // who has one here
	removed map[string]removed    // whose account was removed here, by lower case
	noted   map[string]string     // who had one at the last move, with the digest of their hash
	known   map[string]chat.Stamp // since when the original knows someone
	private map[string]string     // private channel there → here
	// privateNumber is the same by number; earlierPrivate came in before.
	privateNumber  map[int64]int64
	earlierPrivate map[chat.Origin]bool
	channels       map[string]string // any channel there → here, "" for none

	names     map[string]string       // of senders
	again     bool                    // an earlier move took messages from this folder
	floors    map[position]chat.Stamp // of members of private channels: what came later can be unread to them
	byID      map[int64]*message
	timelines map[string]*timeline // by channel here
	reactions []reaction
	pins      []pin
	read      map[position]chat.Stamp // by the newest receipt
	total     int
	done      int
}

// Move brings what is in the folder to the target, and reports what it took and
// what it left out. Of what an earlier move took it takes what was edited or
// deleted in the original since, and who left and who was added there.
func (f *Folder) Move(ctx context.Context, target Target, o Options) (*Report, error) {
	m := &mover{
		ctx: ctx, folder: f, target: target, Options: o,
		latest:         chat.StampOf(o.Now.Add(chat.LatestAhead)),
		report:         newReport(),
		people:         make(map[string]bool),
		removed:        make(map[string]removed),
		here:           make(map[string]chat.User),
		known:          make(map[string]chat.Stamp),
		private:        make(map[string]string),
		privateNumber:  make(map[int64]int64),
		earlierPrivate: make(map[chat.Origin]bool),
		channels:       make(map[string]string),
		names:          make(map[string]string),
		floors:         make(map[position]chat.Stamp),
		byID:           make(map[int64]*message),
		timelines:      make(map[string]*timeline),
		read:           make(map[position]chat.Stamp),
	}
	for _, step := range []func() error{
		m.readPeople, m.adopt, m.numberPrivateChannels, m.readMessages, m.placeMessages, m.noteReactions, m.notePins,
		m.movePrivateChannels, m.moveMessages, m.moveReactions, m.movePins, m.moveReceipts, m.moveLastRead, m.moveHidden,
		m.moveAccounts, // last: by now is known since when the original has heard of each
		m.movePictures, m.moveMentions, m.countOthers,
	} {
		if err := step(); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	m.report.finish(o.Public)
	return m.report, nil
}

// progressEvery is how many rows pass between two calls of Progress.
const progressEvery = 10_000

func (m *mover) step() {
	m.done++
	if m.Progress != nil && m.done%progressEvery == 0 {
		m.Progress(m.done, m.total)
	}
}

// heardOf notes that the original knew someone at a time.
func (m *mover) heardOf(person string, ts chat.Stamp) {
	if since, ok := m.known[person]; ts > 0 && (!ok || ts < since) {
		m.known[person] = ts
	}
}

// countOthers counts what there is no place for.
func (m *mover) countOthers() error {
	m.report.LeftOut.add(len(m.folder.older), leftOlder, m.folder.older...)
	for _, other := range []struct {
		db                             *database
		table, column, condition, what string
	}{
		{m.folder.accounts, "user_settings", "name_color", "coalesce(name_color, '') <> ''", leftColors},
		{m.folder.accounts, "user_settings", "bio", "coalesce(bio, '') <> ''", leftBios},
	} {
		n, err := other.db.count(other.table, other.column, other.condition)
		if err != nil {
			return err
		}
		m.report.LeftOut.add(n, other.what)
	}
	return nil
}
