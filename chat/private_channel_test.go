package chat_test

import (
	"slices"
	"testing"

	"minimost/chat"
)

func member(name, role string, joined chat.Stamp) chat.Member {
	return chat.Member{Username: name, Role: role, JoinedTS: joined}
}

func TestPrivateChannelOwner(t *testing.T) {
	tests := map[string]struct {
		createdBy string
		members   []chat.Member
		want      string
	}{
		"on record": {"alice", []chat.Member{
			member("alice", chat.RoleMember, 1), member("bob", chat.RoleOwner, 2)}, "bob"},
		"of two on record the longest-standing": {"alice", []chat.Member{
			member("carol", chat.RoleOwner, 3), member("bob", chat.RoleOwner, 2), member("alice", "", 1)}, "bob"},
		"of two on record since the same time, by name": {"alice", []chat.Member{
			member("carol", chat.RoleOwner, 2), member("bob", chat.RoleOwner, 2)}, "bob"},
		"none on record: the creator, however late they joined": {"carol", []chat.Member{
			member("alice", "", 1), member("carol", "", 9)}, "carol"},
		"the creator is gone: the longest-standing": {"alice", []chat.Member{
			member("bob", "", 5), member("carol", "", 3)}, "carol"},
		"ties by name": {"alice", []chat.Member{
			member("dave", "", 3), member("bob", "", 3), member("carol", "", 3)}, "bob"},
		"no time on record stands longest": {"alice", []chat.Member{
			member("bob", "", 1), member("carol", "", 0)}, "carol"},
		"a made-up role is no owner": {"alice", []chat.Member{
			member("bob", "admin", 1), member("alice", "", 2)}, "alice"},
		"the creator's name in other letters is someone else": {"Alice", []chat.Member{
			member("bob", "", 1), member("alice", "", 2)}, "bob"},
		"nobody is left": {"alice", nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ch := chat.PrivateChannel{CreatedBy: tt.createdBy, Members: tt.members}
			before := slices.Clone(tt.members)
			if got := ch.Owner(); got != tt.want {
				t.Errorf("owner %q, want %q", got, tt.want)
			}
			for _, m := range tt.members {
				role, code := chat.RoleMember, chat.Forbidden
				if m.Username == tt.want {
					role, code = chat.RoleOwner, ""
				}
				if got := ch.RoleOf(m.Username); got != role {
					t.Errorf("%s is %q, want %q", m.Username, got, role)
				}
				wantCode(t, ch.CheckOwner(m.Username), code)
			}
			wantCode(t, ch.CheckOwner("mallory"), chat.Forbidden)
			if !slices.Equal(tt.members, before) {
				t.Error("the members were reordered")
			}
		})
	}
}

func TestPrivateChannelOwnerAfterLeaving(t *testing.T) {
	members := []chat.Member{
		member("alice", chat.RoleOwner, 5), member("dave", chat.RoleMember, 3),
		member("carol", chat.RoleMember, 3), member("bob", chat.RoleMember, 4),
	}
	tests := map[string]struct {
		createdBy string
		members   []chat.Member
		leaver    string
		want      string
	}{
		"a member leaves": {"alice", members, "carol", "alice"},
		"the owner leaves: longest-standing, by name": {"alice", members, "alice", "carol"},
		"the owner leaves a creator who is not owner": {"bob", members, "alice", "carol"},
		"someone who is no member leaves":             {"alice", members, "mallory", "alice"},
		"the last leaves":                             {"alice", members[:1], "alice", ""},
		"nobody is there":                             {"alice", nil, "alice", ""},
		"an owner not on record leaves": {"bob", []chat.Member{
			member("bob", "", 1), member("carol", "", 2)}, "bob", "carol"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			ch := chat.PrivateChannel{CreatedBy: tt.createdBy, Members: tt.members}
			if got := ch.OwnerAfter(tt.leaver); got != tt.want {
				t.Errorf("owner %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPrivateChannelWithoutMembersHasNoOwnerToPassFor(t *testing.T) {
	ch := chat.PrivateChannel{CreatedBy: "alice"}
	wantCode(t, ch.CheckOwner("alice"), chat.Forbidden)
	if _, ok := ch.Member("alice"); ok {
		t.Error("alice is no member")
	}
}

func TestHistoryStart(t *testing.T) {
	const joined, adderStart, earlier, later = 100, 50, 20, 70
	tests := map[string]struct {
		choice      chat.History
		adderStart  chat.Stamp
		formerStart chat.Stamp
		former      bool
		want        chat.Stamp
	}{
		"from joining on":                                  {chat.HistoryJoin, adderStart, 0, false, joined},
		"from joining on, the adder sees all":              {chat.HistoryJoin, 0, 0, false, joined},
		"all reaches as far as the adder sees":             {chat.HistoryAll, adderStart, 0, false, adderStart},
		"all, the adder sees from the beginning":           {chat.HistoryAll, 0, 0, false, 0},
		"rejoining keeps the former start":                 {chat.HistoryJoin, adderStart, earlier, true, earlier},
		"rejoining keeps the beginning":                    {chat.HistoryJoin, adderStart, 0, true, 0},
		"rejoining with all: the adder sees further":       {chat.HistoryAll, adderStart, later, true, adderStart},
		"rejoining with all: the former start is further":  {chat.HistoryAll, adderStart, earlier, true, earlier},
		"rejoining with all: the adder sees the beginning": {chat.HistoryAll, 0, later, true, 0},
		"rejoining with all: the former saw the beginning": {chat.HistoryAll, adderStart, 0, true, 0},
		"a start that is no former one does not count":     {chat.HistoryJoin, adderStart, earlier, false, joined},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			adder := chat.Member{Username: "alice", JoinedTS: 60, HistoryStart: tt.adderStart}
			if got := chat.HistoryStartFor(tt.choice, adder, joined, tt.formerStart, tt.former); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestParseHistory(t *testing.T) {
	for raw, want := range map[string]chat.History{"": chat.HistoryJoin, "join": chat.HistoryJoin, "all": chat.HistoryAll} {
		if got, err := chat.ParseHistory(raw); err != nil || got != want {
			t.Errorf("ParseHistory(%q) = %q, %v", raw, got, err)
		}
	}
	for _, raw := range []string{"ALL", "none", " all", "join,all"} {
		got, err := chat.ParseHistory(raw)
		wantCode(t, err, chat.Invalid)
		if got != "" {
			t.Errorf("ParseHistory(%q) = %q", raw, got)
		}
	}
}

func TestSystemSentencesAreTheContracts(t *testing.T) {
	tests := map[string]string{
		chat.AddedText("alice", "charlie"):           `alice added charlie to this channel`,
		chat.RemovedText("alice", "charlie"):         `alice removed charlie from this channel`,
		chat.LeftText("charlie"):                     `charlie has left the channel`,
		chat.RenamedText("alice", "x"):               `alice has renamed the channel to "x"`,
		chat.RenamedText("alice", `50% "off" <b>\n`): `alice has renamed the channel to "50% "off" <b>\n"`,
	}
	for got, want := range tests {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestANewChannelIsGivenABoundedNumberOfMembers(t *testing.T) {
	if err := chat.CheckNamedMembers(make([]string, chat.MaxNamedMembers)); err != nil {
		t.Error(err)
	}
	if err := chat.CheckNamedMembers(make([]string, chat.MaxNamedMembers+1)); chat.CodeOf(err) != chat.Invalid {
		t.Errorf("one more: %v", err)
	}
}
