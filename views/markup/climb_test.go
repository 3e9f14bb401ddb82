//go:build linux

package markup_test

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"minimost/views/markup"
)

// BenchmarkClimb looks for slow texts: it changes what a text repeats, keeps what made it slower, and starts anew once nothing
// does. It prints the slowest as multiples of the processor time of a plain text.
func BenchmarkClimb(b *testing.B) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const patience = 300 // changes that help nothing
	var found []climb
	best, stuck := startClimb(), 0
	for n := 0; b.Loop(); n++ {
		if n%500 == 0 {
			best.usual = least(b, plain, 50)
		}
		if next := best.changed(b); next.took > best.took {
			best, stuck = next, 0
		} else if stuck++; stuck == patience {
			found = append(found, best)
			best, stuck = startClimb(), 0
			best.usual = least(b, plain, 50)
		}
	}
	found = append(found, best)
	for i := range found {
		found[i].took, found[i].usual = least(b, found[i].text(), 100), least(b, plain, 100)
	}
	slices.SortFunc(found, func(one, other climb) int { return cmp.Compare(other.ratio(), one.ratio()) })
	for _, c := range found[:min(len(found), 15)] {
		b.Logf("%.2f %q", c.ratio(), c.parts)
	}
	b.ReportMetric(found[0].ratio(), "times-plain")
	b.ReportMetric(float64(len(found)), "climbs")
}

// climb is how far one has come: parts, each a list of signs, that are repeated one behind the other.
type climb struct {
	parts       [][]string
	took, usual time.Duration
}

func (c climb) ratio() float64 { return float64(c.took) / float64(c.usual) }

func (c climb) text() string {
	var parts []string
	for _, part := range c.parts {
		parts = append(parts, strings.Join(part, ""))
	}
	return fill3(parts...)
}

// climbSigns are what parts are made of besides those that are known to be costly.
var climbSigns = strings.Split("a|b|1| |  |\t|\n|\r|\r\n|\n\n|*|**|***|_|~~|`|``|```|>|> |- |* |1. |[|]|(|)|](|[a](|https://|http://a|www.|a.de|.|,|@|a@b.de|mailto:|:|:tada:|\\|<|&|\"|'|!|{|}|#|/|?|%|ö|中|。|힣|😀|🇩🇪|❤️|👍🏽|é|\u0301|\u200b|\u200d|\u202e|\u3000|\u2028|”|„|–|…|\ufe0f|\U0010ffff|\u00a0", "|")

func oneSign() []string {
	if rand.IntN(8) == 0 {
		return []string{costlyParts[rand.IntN(len(costlyParts))]}
	}
	return []string{append(climbSigns, "|", "|-|", "a|b\n-|-\n")[rand.IntN(len(climbSigns)+3)]}
}

func startClimb() climb {
	c := climb{parts: make([][]string, 1+rand.IntN(3))}
	for i := range c.parts {
		for range 1 + rand.IntN(6) {
			c.parts[i] = append(c.parts[i], oneSign()...)
		}
	}
	return c
}

// changed is a text with one sign more, less, or another.
func (c climb) changed(t testing.TB) climb {
	next := climb{usual: c.usual}
	for _, part := range c.parts {
		next.parts = append(next.parts, slices.Clone(part))
	}
	part := &next.parts[rand.IntN(len(next.parts))]
	at := rand.IntN(len(*part) + 1)
	switch kind := rand.IntN(10); {
	case kind < 4 && len(*part) < 40:
		*part = slices.Insert(*part, at, oneSign()...)
	case at == len(*part):
	case kind < 6 && len(*part) > 1:
		*part = slices.Delete(*part, at, at+1)
	case kind == 6:
		*part = append(*part, (*part)[at:]...)
	case kind == 7 && len(next.parts) < 3:
		next.parts = append(next.parts, oneSign())
	default:
		(*part)[at] = oneSign()[0]
	}
	next.took = least(t, next.text(), 6)
	return next
}

// least is what drawing a text a few times takes at least, of so many trials.
func least(t testing.TB, source string, trials int) time.Duration {
	least := time.Duration(1<<63 - 1)
	for range trials {
		before := spent(t)
		for range 4 { // the clock takes its time too
			if err := markup.Write(io.Discard, source, options); err != nil {
				t.Fatal(fmt.Errorf("%q: %w", source, err))
			}
		}
		least = min(least, spent(t)-before)
	}
	return least
}
