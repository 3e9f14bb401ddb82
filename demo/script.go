package demo

import "time"

const (
	day    = 24 * time.Hour
	hour   = time.Hour
	minute = time.Minute
)

// line is one message of the talk that the demo starts with, and what became
// of it.
type line struct {
	ago     time.Duration // before the start; those of a talk only get smaller
	by      string
	text    string
	re      int    // how many lines above the one stands that it replies to; 0: none
	react   string // "👍 bob carol, 🎉 femi"
	edit    string // the text after an edit
	deleted bool
	read    string // who has read the channel up to here
	add     string // instead of a message: by adds this person to the channel
}

// publicTalk is spread over the public channels, the first over the first.
var publicTalk = [][]line{generalTalk, randomTalk, designTalk}

const privateName = "launch plan"

var privateMembers = []string{Username, "carol", "dmitri"}

const privateOwner = "bob"

// directTalk is spoken between Username and the other.
var directTalk = map[string][]line{"bob": bobTalk, "carol": carolTalk}
