package views

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/chat"
	"minimost/lang"
)

func TestTypingText(t *testing.T) {
	cases := []struct {
		names []string
		want  string
	}{
		{nil, ""},
		{[]string{"bob"}, "bob is typing…"},
		{[]string{"bob", "carol"}, "bob and carol are typing…"},
		{[]string{"bob", "carol", "dave"}, "Several people are typing…"},
		{[]string{"bob", "carol", "dave", "erin"}, "Several people are typing…"},
	}
	for _, c := range cases {
		if got := TypingText(context.Background(), c.names); got != c.want {
			t.Errorf("%v: got %q, want %q", c.names, got, c.want)
		}
	}
}

func TestWhoReacted(t *testing.T) {
	cases := []struct {
		reaction       ReactionProps
		tooltip, label string
	}{
		{
			ReactionProps{Emoji: "👍", Name: "thumbs up", Count: 1, Names: []string{"bob"}},
			"bob reacted with 👍 thumbs up", "👍 thumbs up, 1 person: bob. Press to react",
		},
		{
			ReactionProps{Emoji: "👍", Name: "thumbs up", Count: 2, Names: []string{"bob", "carol"}},
			"bob and carol reacted with 👍 thumbs up", "👍 thumbs up, 2 people: bob and carol. Press to react",
		},
		{
			ReactionProps{Emoji: "👍", Name: "thumbs up", Count: 5, Names: []string{"bob", "carol", "dave", "erin", "heidi"}},
			"bob, carol and 3 more reacted with 👍 thumbs up", "👍 thumbs up, 5 people: bob, carol and 3 more. Press to react",
		},
		{
			ReactionProps{Emoji: "🎉", Name: "party popper", Count: 3, Mine: true, Names: []string{"bob", "carol"}},
			"You, bob and 1 more reacted with 🎉 party popper", "🎉 party popper, 3 people: you, bob and 1 more. Press to take yours back",
		},
		{
			ReactionProps{Emoji: "🎉", Name: "party popper", Count: 1, Mine: true},
			"You reacted with 🎉 party popper", "🎉 party popper, 1 person: you. Press to take yours back",
		},
	}
	for _, c := range cases {
		if got := c.reaction.tooltip(context.Background()); got != c.tooltip {
			t.Errorf("tooltip: got %q, want %q", got, c.tooltip)
		}
		if got := c.reaction.label(context.Background()); got != c.label {
			t.Errorf("label: got %q, want %q", got, c.label)
		}
	}
}

func TestReactionBarFoldsAfterEight(t *testing.T) {
	for count, folded := range map[int]int{0: 0, 1: 0, 8: 0, 9: 1, 20: 12} {
		p := ReactionBarProps{Reactions: make([]ReactionProps, count)}
		if len(p.folded()) != folded || len(p.shown())+folded != count {
			t.Errorf("%d reactions: %d shown, %d folded", count, len(p.shown()), len(p.folded()))
		}
	}
}

func TestReceiptText(t *testing.T) {
	if got := (ReadReceiptsProps{}).Text(context.Background()); got != "" {
		t.Errorf("nobody: %q", got)
	}
	if got := (ReadReceiptsProps{Names: []string{"bob", "carol", "dave"}, Count: 4}).Text(context.Background()); got != "Read by bob, carol and 2 more" {
		t.Errorf("four: %q", got)
	}
	if got := (ReadReceiptsProps{Names: []string{"bob"}, Count: 1, Everyone: true}).Text(context.Background()); got != "Read by everyone" {
		t.Errorf("everyone: %q", got)
	}
}

func TestArrangeMessages(t *testing.T) {
	nine := time.Date(2026, time.March, 4, 9, 0, 0, 0, time.UTC)
	after := func(d time.Duration) time.Time { return nine.Add(d) }
	bob := func(id int64, sent time.Time) MessageProps { return MessageProps{ID: id, Sender: "bob", Sent: sent} }
	line := bob(7, after(8*time.Minute))
	line.Line = SystemLine("bob added carol to this channel", strings.Clone)
	reply := bob(9, after(10*time.Minute))
	reply.Quote = &QuoteProps{ID: 1}

	rows := ArrangeMessages([]MessageProps{
		bob(1, nine),
		bob(2, after(5*time.Minute)),
		bob(3, after(5*time.Minute+time.Second)),
		{ID: 4, Sender: "carol", Sent: after(6 * time.Minute)},
		bob(5, after(6*time.Minute)),
		bob(6, after(7*time.Minute)),
		line,
		bob(8, after(9*time.Minute)),
		reply,
		bob(10, after(16*time.Minute)),
		bob(11, after(15*time.Hour)),
		bob(12, after(15*time.Hour+time.Minute)),
	}, nil, 6, after(15*time.Hour))

	var grouped, days, news []int64
	var names []string
	for _, row := range rows {
		if row.Message.Grouped {
			grouped = append(grouped, row.Message.ID)
		}
		if !row.Day.IsZero() {
			days, names = append(days, row.Message.ID), append(names, row.DayName)
		}
		if row.New {
			news = append(news, row.Message.ID)
		}
	}
	if want := []int64{2, 3, 12}; !slices.Equal(grouped, want) {
		t.Errorf("grouped %v, want %v", grouped, want)
	}
	if want := []int64{1, 11}; !slices.Equal(days, want) {
		t.Errorf("days begin at %v, want %v", days, want)
	}
	if want := []string{"Yesterday", "Today"}; !slices.Equal(names, want) {
		t.Errorf("days are called %q, want %q", names, want)
	}
	if want := []int64{6}; !slices.Equal(news, want) {
		t.Errorf("new from %v, want %v", news, want)
	}
}

func TestArrangeMessagesContinuesWhatIsShown(t *testing.T) {
	nine := time.Date(2026, time.March, 4, 9, 0, 0, 0, time.UTC)
	shown := MessageAbove{Sender: "bob", Sent: nine}
	rows := ArrangeMessages([]MessageProps{{ID: 2, Sender: "bob", Sent: nine.Add(time.Minute)}}, &shown, 0, nine)
	if !rows[0].Message.Grouped || !rows[0].Day.IsZero() {
		t.Errorf("a minute later: %+v", rows[0])
	}
	rows = ArrangeMessages([]MessageProps{{ID: 2, Sender: "bob", Sent: nine.AddDate(0, 0, 1)}}, &shown, 0, nine)
	if rows[0].Message.Grouped || rows[0].Day.IsZero() {
		t.Errorf("a day later: %+v", rows[0])
	}
}

func TestExcerptIsOneShortLine(t *testing.T) {
	for source, want := range map[string]string{
		" one\n\ntwo\tthree ":                               "one two three",
		"**bold** and *so* ~~on~~, `a*b*`":                  "bold and so on, a*b*",
		"2 * 3 * 4, snake_case_name":                        "2 * 3 * 4, snake_case_name",
		"see [the guide](https://a.example/b) or www.c.org": "see the guide or www.c.org",
		"> quoted\n\nanswer":                                "quoted answer",
		"1. one\n2. two\n   - three":                        "1. one 2. two • three",
		"```go\nfunc f() {\n\treturn\n}\n```":               "go func f() { return }",
		"| a | b |\n|---|--:|\n| **c** | d |":               "a · b · c · d",
		"<b>&amp;":                                          "<b>&amp;",
	} {
		if got := Excerpt(lang.English, chat.Message{Content: source}, nil); got != want {
			t.Errorf("%q is read as %q, want %q", source, got, want)
		}
	}
	if got := []rune(Excerpt(lang.English, chat.Message{Content: strings.Repeat("\u200bx", 500)}, nil)); len(got) != 161 {
		t.Errorf("got %d characters", len(got))
	}
	named := chat.Message{Files: []chat.File{{Name: "a_*b*_c.txt"}}}
	if got := Excerpt(lang.English, named, nil); got != "a_*b*_c.txt" {
		t.Errorf("a file's name is read as %q", got)
	}
	system := chat.Message{ContentType: chat.ContentSystem, Content: chat.RenamedText("alice", "**x**")}
	if got := Excerpt("de", system, nil); got != `alice hat den Kanal in „**x**“ umbenannt` {
		t.Errorf("a system line is read as %q", got)
	}
}

func TestNewMessagesFindTheLogOfADirectConversation(t *testing.T) {
	if got := cssID("messages-dm:alice:bob"); got != `#messages-dm\:alice\:bob` {
		t.Errorf("got %s", got)
	}
}
