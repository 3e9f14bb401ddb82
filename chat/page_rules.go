package chat

import "time"

// What a page's script does by the clock. Rules of the server that depend on it
// stand in the files of their nouns.
const (
	// TypingNotice is the least time between two notices that someone types:
	// well below TypingWindow, so that typing stays current while it goes on.
	TypingNotice = 2 * time.Second
	// Heartbeat is how often what keeps no connection reports, give or take a tenth,
	// and IdleAfter how long without keyboard and pointer makes a page idle.
	Heartbeat = 30 * time.Second
	IdleAfter = 5 * time.Minute
	// ReadAfter is how long the newest message is before someone's eyes until it
	// counts as read.
	ReadAfter = 500 * time.Millisecond
	// Poll is how often a page asks what has changed while no socket tells it,
	// and PollHidden how often one that nobody sees does.
	Poll       = time.Second
	PollHidden = 30 * time.Second
)

// PageRules are the numbers that the scripts of a page follow. They are printed
// into it, so that no script has its own copy of a rule. Times are in
// milliseconds.
type PageRules struct {
	TypingWindow    int64 `json:"typingWindow"`
	TypingNotice    int64 `json:"typingNotice"`
	IdleAfter       int64 `json:"idleAfter"`
	ReadAfter       int64 `json:"readAfter"`
	Poll            int64 `json:"poll"`
	PollHidden      int64 `json:"pollHidden"`
	Silence         int64 `json:"silence"`
	MaxMessageChars int64 `json:"maxMessageChars"`
	NoticeWithin    int64 `json:"noticeWithin"`

	GoingGrace         int64 `json:"goingGrace"`
	RestartGrace       int64 `json:"restartGrace"`
	RestartGraceHidden int64 `json:"restartGraceHidden"`
}

// RulesOfPages are the rules that hold for every page.
func RulesOfPages() PageRules {
	return PageRules{
		TypingWindow:    TypingWindow.Milliseconds(),
		TypingNotice:    TypingNotice.Milliseconds(),
		IdleAfter:       IdleAfter.Milliseconds(),
		ReadAfter:       ReadAfter.Milliseconds(),
		Poll:            Poll.Milliseconds(),
		PollHidden:      PollHidden.Milliseconds(),
		Silence:         Silence.Milliseconds(),
		MaxMessageChars: MaxMessageChars,
		NoticeWithin:    NoticeWithin.Milliseconds(),

		GoingGrace:         GoingGrace.Milliseconds(),
		RestartGrace:       RestartGrace.Milliseconds(),
		RestartGraceHidden: RestartGraceHidden.Milliseconds(),
	}
}
