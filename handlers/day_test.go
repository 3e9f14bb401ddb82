package handlers

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAChannelOpensAtADayOfItsReader(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	alice := w.as("alice")
	w.now = time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)
	alice.form("/send/general", "text", "late").want(200)
	w.now = w.now.Add(time.Hour)
	alice.form("/send/general", "text", "early").want(200)
	w.now = w.now.Add(72 * time.Hour)
	alice.form("/send/general", "text", "later").want(200)
	marked := func(on, zone string) string {
		alice.cookies["minimost_zone"] = zone
		body := alice.get("/c/general?on=" + on).want(200).body
		for id, text := range map[int]string{1: "late", 2: "early", 3: "later"} {
			if i := strings.Index(body, fmt.Sprintf(`id="message-%d"`, id)); i > 0 && strings.Contains(body[i-80:i], "message--marked") {
				return text
			}
		}
		return ""
	}
	for _, c := range []struct{ on, zone, want string }{
		{"2026-11-24", "UTC", "late"},
		{"2026-11-25", "UTC", "early"},
		{"2026-11-25", "Europe/Berlin", "late"},
		{"2026-11-26", "UTC", "later"},
		{"2027-01-01", "UTC", ""},
	} {
		if got := marked(c.on, c.zone); got != c.want {
			t.Errorf("on %s in %s: %q is marked, want %q", c.on, c.zone, got, c.want)
		}
	}
	for _, on := range []string{"yesterday", "2026-13-01", "2026-1-1"} {
		alice.get("/c/general?on=" + on).want(400)
	}
	alice.get("/search?q=late&sort=foo").want(400)
}
