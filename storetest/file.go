package storetest

import (
	"testing"
	"time"

	"minimost/chat"
)

var _ = addTests("file", []test{
	{"a file is seen by whoever sees its message and goes with it", testAFileIsSeenByWhoeverSeesItsMessage},
	{"a file is sent once and by nobody else", testAFileIsSentOnceAndByNobodyElse},
	{"the files of a message stand in the order in which they were chosen", testFilesStandAsTheyWereChosen},
	{"files are finished once under a key", testFilesAreFinishedOnceUnderAKey},
	{"all files together have a bound that counts what arrives", testAllFilesTogetherHaveABound},
	{"what is not sent and what is old goes", testWhatIsNotSentAndWhatIsOldGoes},
	{"files go with messages that are too old and stay with a removed account's", testFilesGoWithTheirMessages},
})

// keepFile stores a file that waits to be sent.
func keepFile(t *testing.T, s *fixture, user, channel, name, content string) chat.File {
	t.Helper()
	f := chat.File{Uploader: user, Channel: channel, Name: name, Size: int64(len(content)), Type: chat.OtherType}
	f.ID = got(s.BeginFile(t.Context(), f, 1<<30, noon))(t)
	must(t, s.StoreFileChunk(t.Context(), f.ID, 0, []byte(content)))
	must(t, finish(t, s, f, chat.Thumbnail{Type: "image/png", Data: []byte("small")}))
	return f
}

func finish(t *testing.T, s *fixture, f chat.File, small chat.Thumbnail) error {
	t.Helper()
	_, err := s.FinishFiles(t.Context(), []chat.ArrivedFile{{File: f, Thumbnail: small}}, noon)
	return err
}

func testFilesAreFinishedOnceUnderAKey(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	begin := func() []chat.ArrivedFile {
		f := chat.File{Uploader: "alice", Channel: "general", Name: "plan", Size: 5, Type: chat.OtherType}
		f.ID = got(s.BeginFile(t.Context(), f, 1<<30, noon))(t)
		must(t, s.StoreFileChunk(t.Context(), f.ID, 0, []byte("hello")))
		return []chat.ArrivedFile{{File: f}}
	}
	first, second := begin(), begin() // as they come when a browser asks twice at once
	ids := got(s.FinishFiles(under(t, "k", "plan"), first, noon))(t)
	equal(t, "again", got(s.FinishFiles(under(t, "k", "plan"), second, noon))(t), ids)
	equal(t, "used", got(s.KeyUsed(under(t, "k", "plan"), noon))(t), true)
	equal(t, "unused", got(s.KeyUsed(under(t, "other", "plan"), noon))(t), false)
	_, err := s.FinishFiles(under(t, "k", "another"), second, noon)
	refused(t, "another", err, chat.Reused)
	equal(t, "waiting", len(got(s.UnsentFiles(t.Context(), "alice", "general"))(t)), 1)
}

func sendFile(t *testing.T, s *fixture, user, channel string, f chat.File, now time.Time) chat.Message {
	t.Helper()
	return got(s.SendFiles(t.Context(), user, channel, "", 0, []int64{f.ID}, now))(t)
}

func wantFile(t *testing.T, s *fixture, user string, f chat.File, sees bool) {
	t.Helper()
	_, err := s.File(t.Context(), user, f.ID)
	_, thumbnailErr := s.FileThumbnail(t.Context(), user, f.ID)
	if (err == nil) != sees || (thumbnailErr == nil) != sees || !sees && (chat.CodeOf(err) != chat.NotFound || chat.CodeOf(thumbnailErr) != chat.NotFound) {
		t.Errorf("%s and %q: %v, its thumbnail: %v; seen: %t", user, f.Name, err, thumbnailErr, sees)
	}
}

func testAFileIsSeenByWhoeverSeesItsMessage(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob", "carol")
	f := keepFile(t, s, "alice", "dm:alice:bob", "plan.pdf", "content")
	wantFile(t, s, "alice", f, true)
	wantFile(t, s, "bob", f, false)
	equal(t, "waiting", len(got(s.UnsentFiles(t.Context(), "alice", "dm:alice:bob"))(t)), 1)
	m := sendFile(t, s, "alice", "dm:alice:bob", f, noon)
	wantFile(t, s, "bob", f, true)
	wantFile(t, s, "carol", f, false)
	wantFile(t, s, "", f, false)
	equal(t, "waiting", len(got(s.UnsentFiles(t.Context(), "alice", "dm:alice:bob"))(t)), 0)
	read := got(s.Message(t.Context(), "bob", m.ID))(t)
	equal(t, "files", len(read.Files), 1)
	equal(t, "name", read.Files[0].Name, "plan.pdf")
	equal(t, "content", string(got(s.FileChunk(t.Context(), f.ID, 0))(t)), "content")
	must(t, s.DeleteMessage(t.Context(), "alice", m.ID, after(time.Minute)))
	wantFile(t, s, "alice", f, false)
	must(t, s.SweepFiles(t.Context(), 0, after(2*time.Minute), noPause))
	if _, err := s.FileChunk(t.Context(), f.ID, 0); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("the content is still there: %v", err)
	}
}

func testFilesStandAsTheyWereChosen(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	first := keepFile(t, s, "alice", "general", "arrived first", "content")
	second := keepFile(t, s, "alice", "general", "arrived second", "content")
	m := got(s.SendFiles(t.Context(), "alice", "general", "", 0, []int64{second.ID, first.ID}, noon))(t)
	for what, m := range map[string]chat.Message{"sent": m, "read": got(s.Message(t.Context(), "alice", m.ID))(t)} {
		equal(t, "files "+what, len(m.Files), 2)
		equal(t, "the first "+what, m.Files[0].Name, "arrived second")
	}
}

func testAFileIsSentOnceAndByNobodyElse(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	f := keepFile(t, s, "alice", "", "plan.pdf", "content")
	send := func(user string, ids ...int64) error {
		_, err := s.SendFiles(t.Context(), user, "general", "", 0, ids, noon)
		return err
	}
	for _, err := range []error{send("bob", f.ID), send("alice", f.ID, 999)} {
		equal(t, "refused", chat.CodeOf(err), chat.Conflict)
	}
	must(t, send("alice", f.ID, f.ID))
	equal(t, "again", chat.CodeOf(send("alice", f.ID)), chat.Conflict)
	must(t, s.DropFile(t.Context(), "alice", f.ID)) // which is not theirs to take back any more
	wantFile(t, s, "bob", f, true)
	mine := keepFile(t, s, "alice", "", "b.pdf", "content")
	must(t, s.DropFile(t.Context(), "bob", mine.ID))
	wantFile(t, s, "alice", mine, true)
	must(t, s.DropFile(t.Context(), "alice", mine.ID))
	wantFile(t, s, "alice", mine, false)
	equal(t, "messages", len(got(s.MessagesAfter(t.Context(), "bob", "general", 0, 0))(t)), 1)
}

func testAllFilesTogetherHaveABound(t *testing.T, db Database) {
	s := newStore(t, db, "alice")
	begin := func(size int64) (int64, error) {
		return s.BeginFile(t.Context(), chat.File{Uploader: "alice", Name: "x", Size: size}, 100, noon)
	}
	first := got(begin(60))(t)
	_, err := begin(60)
	equal(t, "no room", chat.CodeOf(err), chat.Full)
	must(t, finish(t, s, chat.File{ID: first, Type: chat.OtherType, Size: 30}, chat.Thumbnail{}))
	second := got(begin(60))(t)
	must(t, s.DropFile(t.Context(), "alice", second))
	equal(t, "finished", chat.CodeOf(finish(t, s, chat.File{ID: second, Type: chat.OtherType, Size: 30}, chat.Thumbnail{})), chat.NotFound)
	for range chat.MaxUnsentFiles - 1 {
		got(begin(1))(t)
	}
	_, err = begin(1)
	equal(t, "too many wait", chat.CodeOf(err), chat.Conflict)
}

func testWhatIsNotSentAndWhatIsOldGoes(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	waits, sent := keepFile(t, s, "alice", "general", "a.pdf", "content"), keepFile(t, s, "alice", "", "b.pdf", "content")
	m := sendFile(t, s, "alice", "general", sent, noon)
	must(t, s.SweepFiles(t.Context(), 0, after(chat.UnsentLifetime), noPause))
	wantFile(t, s, "alice", waits, true)
	must(t, s.SweepFiles(t.Context(), 0, after(chat.UnsentLifetime+time.Second), noPause))
	wantFile(t, s, "alice", waits, false)
	wantFile(t, s, "bob", sent, true)
	must(t, s.SweepFiles(t.Context(), chat.StampOf(noon), after(time.Hour), noPause))
	wantFile(t, s, "bob", sent, true)
	must(t, s.SweepFiles(t.Context(), chat.StampOf(after(time.Minute)), after(time.Hour), noPause))
	f := got(s.Message(t.Context(), "bob", m.ID))(t).Files[0]
	equal(t, "expired", f.Expired, true)
	equal(t, "name", f.Name, "b.pdf")
	if _, err := s.FileChunk(t.Context(), sent.ID, 0); chat.CodeOf(err) != chat.NotFound {
		t.Errorf("the content is still there: %v", err)
	}
}

func testFilesGoWithTheirMessages(t *testing.T, db Database) {
	s := newStore(t, db, "alice", "bob")
	old, kept := keepFile(t, s, "alice", "", "a.pdf", "content"), keepFile(t, s, "alice", "", "b.pdf", "content")
	sendFile(t, s, "alice", "general", old, noon)
	sendFile(t, s, "alice", "general", kept, after(48*time.Hour))
	got(s.RemoveMessages(t.Context(), chat.StampOf(after(24*time.Hour)), noPause))(t)
	wantFile(t, s, "bob", old, false)
	wantFile(t, s, "bob", kept, true)
	got(s.RemoveAccount(t.Context(), "", "alice", chat.KeepMessages, after(72*time.Hour)))(t)
	must(t, s.ContinueRemovals(t.Context(), after(72*time.Hour)))
	wantFile(t, s, "bob", kept, true)
	f := got(s.File(t.Context(), "bob", kept.ID))(t)
	if f.Uploader == "alice" {
		t.Error("a removed account is named with a file")
	}
}
