package e2e

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// keyedWrites is what somebody asked for under keys, with the answers they had.
type keyedWrites struct {
	*person
	asked   []keyedWrite
	reacted bool // after all that was asked for before
}

type keyedWrite struct {
	key    string
	text   string // a message or the name of a channel, "" for a reaction
	answer string // "" where the program was killed before it came
	ask    func() reply
}

// write asks for messages, channels and reactions until nobody answers.
func (w *keyedWrites) write(round int, answered *atomic.Int64) {
	for n := 0; ; n++ {
		text := fmt.Sprintf("%s %d %d", w.name, round, n)
		write := keyedWrite{key: fmt.Sprintf("%d-%d", round, n), text: text}
		switch n % 3 {
		case 0:
			write.ask = func() reply { return w.form("/send/general", "text", text) }
		case 1:
			write.ask = func() reply { return w.json("/private_channels/create", `{"name":"`+text+`"}`) }
		default:
			write.text, write.ask = "", func() reply { return w.form("/react/1", "reaction", "👍") }
		}
		w.key = write.key
		got := write.ask()
		if got.err == nil {
			write.answer = w.must(200, got).body
			answered.Add(1)
		}
		w.asked = append(w.asked, write)
		if got.err != nil {
			return
		}
	}
}

// TestWhatACrashLeftUnansweredIsDoneOnce kills the program among writes, and asks for
// each of them again: what was answered is answered the same, and nothing is there
// twice. Some are killed before their commit, some between that and their answer.
func TestWhatACrashLeftUnansweredIsDoneOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	server := launch(t, folder)
	var people []*keyedWrites
	for _, name := range []string{"alice", "bob", "carol", "dave"} {
		people = append(people, &keyedWrites{person: server.signUp(name)})
	}
	people[0].must(200, people[0].form("/send/general", "text", "everyone reacts to this"))
	for round := range 3 {
		var answered atomic.Int64
		var writing sync.WaitGroup
		for _, w := range people {
			w.asked = nil
			writing.Go(func() { w.write(round, &answered) })
		}
		eventually(t, "writes before a crash", func() bool { return answered.Load() >= 60 })
		server.signal(syscall.SIGKILL)
		server.exit()
		writing.Wait()
		server = launch(t, folder)
		for _, w := range people {
			w.moveTo(server)
			w.askAgain()
		}
	}
	if status := server.stop(); status != 0 {
		t.Errorf("stopped with %d", status)
	}
}

// askAgain asks for everything once more, what was never answered too.
func (w *keyedWrites) askAgain() {
	w.t.Helper()
	for _, write := range w.asked {
		w.key = write.key
		first := w.must(200, write.ask()).body
		if write.answer != "" && first != write.answer {
			w.t.Errorf("%s under %s: %q, before the crash %q", w.name, write.key, first, write.answer)
		}
		// Whether the crash came before its commit or after: from now on it is answered.
		if again := w.must(200, write.ask()).body; again != first {
			w.t.Errorf("%s under %s again: %q, first %q", w.name, write.key, again, first)
		}
	}
	w.key = ""
	times := make(map[string]int)
	var messages []chatMessage
	w.read("/messages/general?limit=1000", &messages)
	for _, m := range messages {
		times[m.Content]++
	}
	var channels []struct{ Name string }
	w.read("/private_channels", &channels)
	for _, c := range channels {
		times[c.Name]++
	}
	for _, write := range w.asked {
		if write.text == "" {
			w.reacted = !w.reacted
		} else if times[write.text] != 1 {
			w.t.Errorf("%q is there %d times", write.text, times[write.text])
		}
	}
	var m chatMessage
	w.read("/message/1", &m)
	if got := strings.Contains(m.Reactions, w.name); got != w.reacted {
		w.t.Errorf("%s reacted: %v, want %v", w.name, got, w.reacted)
	}
}
