package chat_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"minimost/chat"
)

func TestNotifies(t *testing.T) {
	now := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	paused := chat.DoNotDisturb{}.Pause(now, 30)
	tests := map[string]struct {
		settings chat.NotificationSettings
		arrival  chat.Arrival
		want     bool
	}{
		"a message, by default":           {chat.DefaultNotifications, chat.Arrival{}, false},
		"a mention, by default":           {chat.DefaultNotifications, chat.Arrival{Mentioned: true}, true},
		"a direct message, by default":    {chat.DefaultNotifications, chat.Arrival{Direct: true}, true},
		"a reply, by default":             {chat.DefaultNotifications, chat.Arrival{Reply: true}, true},
		"one's own":                       {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{Own: true, Mentioned: true}, false},
		"the system's":                    {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{System: true}, false},
		"of somebody blocked":             {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{Blocked: true, Direct: true}, false},
		"a message, with everything":      {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{}, true},
		"a mention, with nothing":         {chat.NotificationSettings{Level: chat.NotifyNone}, chat.Arrival{Mentioned: true}, false},
		"everything in a channel":         {chat.NotificationSettings{Level: chat.NotifyNone}, chat.Arrival{Level: chat.NotifyAll}, true},
		"nothing in a channel":            {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{Level: chat.NotifyNone, Mentioned: true}, false},
		"mentions in a channel":           {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{Level: chat.NotifyMentions}, false},
		"a muted channel":                 {chat.NotificationSettings{Level: chat.NotifyAll}, chat.Arrival{Muted: true, Reply: true}, false},
		"a mention in a muted channel":    {chat.DefaultNotifications, chat.Arrival{Muted: true, Mentioned: true}, true},
		"a muted conversation":            {chat.DefaultNotifications, chat.Arrival{Muted: true, Direct: true}, false},
		"a muted channel with everything": {chat.DefaultNotifications, chat.Arrival{Muted: true, Level: chat.NotifyAll}, false},
		"a mention, not to be disturbed":  {chat.NotificationSettings{Level: chat.NotifyAll, DoNotDisturb: paused}, chat.Arrival{Mentioned: true}, false},
	}
	for name, tt := range tests {
		if got := tt.settings.Notifies(tt.arrival, now); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestMessagesNotifyOfWhichNoneIsMeant(t *testing.T) {
	levels := []chat.NotifyLevel{chat.NotifyDefault, chat.NotifyAll, chat.NotifyMentions, chat.NotifyNone}
	for _, everywhere := range levels[1:] {
		for _, here := range levels {
			for _, muted := range []bool{false, true} {
				settings := chat.NotificationSettings{Level: everywhere}
				want := settings.Notifies(chat.Arrival{Level: here, Muted: muted}, time.Now())
				if got := settings.NotifiesOfAll(chat.ChannelSettings{Notify: here, Muted: muted}); got != want {
					t.Errorf("%q, in the channel %q, muted %v: %v, want %v", everywhere, here, muted, got, want)
				}
			}
		}
	}
}

// settingsSaid is what somebody has set, in the order in which they did: a small model
// of the settings, which has no fields but what was said last.
type settingsSaid []string

func (h settingsSaid) last(prefixes ...string) string {
	for _, said := range slices.Backward(h) {
		if slices.Contains(prefixes, said[:min(len(said), 4)]) {
			return said
		}
	}
	return ""
}

// TestHistoriesOfMentionsMutesAndDoNotDisturb plays what a person sets and is
// written, against what a plain reading of their history says.
func TestHistoriesOfMentionsMutesAndDoNotDisturb(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		now := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
		settings, channel, said := chat.DefaultNotifications, chat.Arrival{}, settingsSaid{}
		pausedUntil := time.Time{}
		for range 60 {
			now = now.Add(time.Duration(random.IntN(40)) * time.Minute)
			switch random.IntN(5) {
			case 0:
				level := chat.NotifyLevels[random.IntN(3)].Level
				settings = settings.Apply(chat.NotificationChange{Level: &level}, now)
				said = append(said, "mine "+string(level))
			case 1:
				minutes := []int{0, 10, 60}[random.IntN(3)]
				settings = settings.Apply(chat.NotificationChange{Pause: &minutes}, now)
				pausedUntil = now.Add(time.Duration(minutes) * time.Minute)
			case 2:
				channel.Muted = !channel.Muted
				said = append(said, fmt.Sprint("mute ", channel.Muted))
			case 3:
				channel.Level = []chat.NotifyLevel{chat.NotifyDefault, chat.NotifyAll, chat.NotifyMentions, chat.NotifyNone}[random.IntN(4)]
				said = append(said, "here "+string(channel.Level))
			}
			arrival := channel
			arrival.Mentioned, arrival.Direct, arrival.Reply = random.IntN(3) == 0, random.IntN(4) == 0, random.IntN(4) == 0
			arrival.Own, arrival.Blocked = random.IntN(8) == 0, random.IntN(8) == 0
			if got, want := settings.Notifies(arrival, now), said.notifies(arrival, now.Before(pausedUntil)); got != want {
				t.Fatalf("after %q at %v, %+v: %v, want %v", said, now, arrival, got, want)
			}
		}
	}
}

func (h settingsSaid) notifies(m chat.Arrival, paused bool) bool {
	level := h.last("here")
	if level == "" || level == "here " {
		level = h.last("mine")
	}
	toThem := m.Mentioned
	wanted := map[string]bool{"all": true, "none": false, "mentions": m.Mentioned || m.Direct || m.Reply, "": m.Mentioned || m.Direct || m.Reply}
	word := ""
	if len(level) > 5 {
		word = level[5:]
	}
	if h.last("mute") == "mute true" && word != "none" {
		wanted[word] = toThem
	}
	return wanted[word] && !m.Own && !m.Blocked && !paused
}
