package liveness_test

import (
	"math/bits"
	"time"

	"minimost/chat"
)

// Within which time others see what happens to a page, by the table of the
// contract, and what it leaves open: how soon a page is seen again whose network
// came back, and which notices that by the silence.
const (
	seenWithin          = time.Second
	reopensWithin       = time.Second / 2
	closedWithin        = 2 * time.Second
	crashedWithin       = 4 * time.Second
	goneWithin          = 15 * time.Second
	goneHiddenWithin    = 35 * time.Second
	pollGoneWithin      = 8 * time.Second
	backWithin          = 15 * time.Second
	backHiddenWithin    = 65 * time.Second
	restartWithin       = 3 * time.Second
	restartHiddenWithin = 65 * time.Second
)

// claim is what is so of something, as a number below 4, and what may be shown yet
// of before.
type claim struct {
	is      int
	allowed [4]time.Duration // until when
}

// becomes has it be something else, of which others need not know before a time.
func (c *claim) becomes(is int, until time.Duration) {
	if c.is != is {
		c.allow(c.is, until)
		c.is = is
	}
}

func (c *claim) allow(value int, until time.Duration) {
	c.allowed[value] = max(c.allowed[value], until)
}

func (c *claim) excuse(d time.Duration) {
	for value := range c.allowed {
		c.allowed[value] += d
	}
}

// values is the set of those that may be shown.
func (c *claim) values(now time.Duration) (values set) {
	for value, until := range c.allowed {
		if value == c.is || now < until {
			values |= 1 << value
		}
	}
	return values
}

// set is a set of numbers below 4.
type set uint8

func (s set) has(value int) bool { return s&(1<<value) != 0 }

// last is the largest of them.
func (s set) last() int { return bits.Len8(uint8(s)) - 1 }

// States and overrides by their numbers: the smaller a state's, the more present.

const offline = 3

var (
	numbers   = map[chat.State]int{chat.Active: 0, chat.Idle: 1, chat.Hidden: 2, chat.Offline: offline}
	overrides = map[chat.Override]int{chat.Automatic: 0, chat.OverrideActive: 1, chat.OverrideIdle: 2, chat.OverrideOffline: 3}
	pretends  = [4]int{1: numbers[chat.Active], 2: numbers[chat.Idle], 3: offline}
)

func (s set) String() (names string) {
	for value, info := range chat.States {
		if s.has(value) {
			names += " " + string(info.State)
		}
	}
	return names
}

// person is somebody with browsers.
type person struct {
	name      string
	override  claim
	places    []*place
	shown     chat.State
	heldUntil time.Duration // until when a page shows them as before the server's restart
}

// allowed are the states that the person may be shown in.
func (p *person) allowed(now time.Duration) (allowed set) {
	merged, chosen := p.merged(now), p.override.values(now)
	for override, pretended := range pretends {
		switch {
		case !chosen.has(override):
		case override == 0:
			allowed |= merged
		default:
			if merged != 1<<offline {
				allowed |= 1 << pretended
			}
			allowed |= merged & (1 << offline)
		}
	}
	return allowed
}

// merged are the states that all places may add up to.
func (p *person) merged(now time.Duration) set {
	least, any := offline, set(1<<offline)
	for _, place := range p.places {
		values := place.state.values(now)
		any |= values
		least = min(least, values.last())
	}
	return any & (1<<(least+1) - 1)
}

func (p *person) excuse(d time.Duration) {
	p.override.excuse(d)
	for _, place := range p.places {
		place.state.excuse(d)
	}
}

// restarted is what a restart of the server does: it knows nobody, and pages that
// were open show people as they were until they had time to come back.
func (p *person) restarted(now time.Duration) {
	switch p.shown {
	case chat.Offline:
		p.heldUntil = 0
	case chat.Hidden:
		p.heldUntil = now + chat.RestartGraceHidden
	default:
		p.heldUntil = now + chat.RestartGrace
	}
	shown := p.heldUntil + slack
	p.override.becomes(overrides[chat.Automatic], max(shown, now+restartWithin))
	for _, place := range p.places {
		within := restartWithin
		if place.state.values(now).has(numbers[chat.Hidden]) {
			within = restartHiddenWithin
		} else if place.doc != nil && place.doc.word == 0 { // it is loading yet
			within += chat.GoingGrace
		}
		until := now + within + place.browser.latency*2 + slack
		for value, allowed := range place.state.allowed {
			if allowed > now-time.Minute {
				place.state.allow(value, max(shown, until))
			}
		}
		place.state.allow(offline, until)
		if p.shown != chat.Offline {
			place.state.allow(numbers[p.shown], shown)
		}
	}
}
