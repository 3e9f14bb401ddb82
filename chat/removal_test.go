package chat

import "testing"

func TestSystemMessagesNameTheRemovedByTheirNumber(t *testing.T) {
	const shown = "Deleted user 7"
	for text, want := range map[string]string{
		AddedText("alice", "bob"):               "Deleted user 7 added bob to this channel",
		AddedText("bob", "alice"):               "bob added Deleted user 7 to this channel",
		AddedText("alice", "alice"):             "Deleted user 7 added Deleted user 7 to this channel",
		RemovedText("Deleted user 3", "alice"):  "Deleted user 3 removed Deleted user 7 from this channel",
		LeftText("alice"):                       "Deleted user 7 has left the channel",
		RenamedText("alice", "alice added bob"): `Deleted user 7 has renamed the channel to "alice added bob"`,
		RenamedText("bob", "for alice"):         `bob has renamed the channel to "for alice"`,
		LeftText("alice2"):                      "alice2 has left the channel",
		"Something of another program, alice":   "Something of another program, alice",
		"":                                      "",
	} {
		if got := RenameInSystemText(text, "alice", shown); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	// Words of the sentence may be names too.
	for name, want := range map[string]string{
		"added": "bob added Deleted user 7 to this channel",
		"this":  "bob added added to this channel", "to": "bob added added to this channel", "channel": "bob added added to this channel",
	} {
		if got := RenameInSystemText(AddedText("bob", "added"), name, shown); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestADeletedNameIsNoUsername(t *testing.T) {
	name := DeletedName(12)
	if name != "Deleted user 12" || !IsDeletedName(name) {
		t.Errorf("%q", name)
	}
	if _, err := ParseUsername(name); err == nil {
		t.Error("it can be taken")
	}
	for _, other := range []string{"Deleted user", "Deleted user x", "Deleted user 012", "Deleted user 1 2", "deleted user 1", "alice"} {
		if IsDeletedName(other) {
			t.Errorf("%q is one", other)
		}
	}
}

func TestParticipantsStaySortedUnderAnotherName(t *testing.T) {
	for channel, want := range map[string]string{
		"dm:alice:bob": "dm:Deleted user 7:bob", "dm:bob:carol": "", "dm:Bob:Zoe:alice": "dm:Bob:Deleted user 7:Zoe", "general": "", "private:1": "",
		"dm:Deleted user 3:alice": "dm:Deleted user 3:Deleted user 7",
	} {
		got := RenameParticipant(channel, "alice", "Deleted user 7")
		if got != want {
			t.Errorf("%s: %q, want %q", channel, got, want)
		}
		ch, err := ParseChannel(got)
		if got != "" && (err != nil || !ch.ReadOnly()) {
			t.Errorf("%s: %v, read-only %v", got, err, ch.ReadOnly())
		}
	}
}
