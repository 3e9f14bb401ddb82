package checks

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// What README.md promises to people, each with the rule that keeps it.
func TestReadmePromisesWhatTheRulesSay(t *testing.T) {
	readme := unwrapped(t, "README.md")
	in := func(d, unit time.Duration) string { return strconv.FormatFloat(float64(d)/float64(unit), 'f', -1, 64) }
	for rule, promise := range map[string]string{
		"chat.TypingWindow": "A keystroke shows for " + in(chat.TypingWindow, time.Second) + " seconds",
		"chat.IdleAfter":    "`idle` after " + in(chat.IdleAfter, time.Minute) + " minutes",
		"chat.Heartbeat":    "repeats its report every " + in(chat.Heartbeat, time.Second) + " seconds",
		"chat.Lease":        "a report stands for " + in(chat.Lease, time.Second) + ":",
		"chat.LeftGrace":    "counts for another " + in(chat.LeftGrace, time.Second) + " seconds",
		"chat.GoingGrace":   "for up to " + in(chat.GoingGrace, time.Second) + " seconds",
		"chat.LostGrace":    "has " + in(chat.LostGrace, time.Second) + " seconds to come back",
	} {
		if !strings.Contains(readme, promise) {
			t.Errorf("README.md, \"The rules of presence\", has to say %q: that is %s", promise, rule)
		}
	}
}

func TestReadmeNamesEveryState(t *testing.T) {
	_, rest, found := strings.Cut(unwrapped(t, "README.md"), " states.** ")
	if !found {
		t.Fatal("README.md has no paragraph on states")
	}
	states, _, _ := strings.Cut(rest, "**")
	for _, info := range chat.States {
		if !strings.Contains(states, "`"+string(info.State)+"`") {
			t.Errorf("README.md, \"The rules of presence\", does not say what `%s` is", info.State)
		}
	}
	counts := map[int]string{4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight"}
	if count := "**" + counts[len(chat.States)] + " states.**"; !strings.Contains(unwrapped(t, "README.md"), count) {
		t.Errorf("README.md has to say %q: so many are in chat.States", count)
	}
}

// What docs/moving-in.md promises of a database that the original uses too. Its other
// sentences are about what the original does, which no test of ours can hold.
func TestMovingInSaysHowLongAChosenStateShows(t *testing.T) {
	guide := unwrapped(t, "docs/moving-in.md")
	for _, sentence := range []string{
		`"Online" that somebody chose without a page that is open shows for ` + strconv.Itoa(int(chat.Lease/time.Second)) + " s at most",
		"A private channel that is archived here still shows in the original",
		"Today's original keeps reactions and read receipts in `users/messages.db`: only those of older versions cross",
	} {
		if !strings.Contains(guide, sentence) {
			t.Errorf("docs/moving-in.md has to say %q", sentence)
		}
	}
}

// unwrapped is a document whose lines are one.
func unwrapped(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(content)), " ")
}
