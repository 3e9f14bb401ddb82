package search

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestSentencesAboutAQueryHaveNoControlCharacters(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"\x01", "has:a\x1b[31mb", "is:\u202eevil", "\"no\tend\x07", "-on:2026-11-25\x00", "in:\x02"} {
		_, err := Parse(query, nil)
		if err != nil && strings.ContainsFunc(err.Error(), func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("%q is refused with %q", query, err)
		}
	}
}

func TestAQuotedNameIsThatOfTheFilter(t *testing.T) {
	t.Parallel()
	for name, taken := range map[string]bool{
		"plans": true, "Project Aurora": true, "a:b": true, "-x": true, "東京 2026": true, `the "best"`: false, "“fine”": true, "#x": false, "# x": false,
	} {
		quoted := Quote(name)
		if (quoted != "") != taken {
			t.Errorf("%q is quoted as %q", name, quoted)
		}
		if quoted == "" {
			continue
		}
		q, err := Parse("in:"+quoted, nil)
		if err != nil || len(q.In) != 1 || q.In[0].Name != name {
			t.Errorf("in:%s is %v, %v", quoted, q.In, err)
		}
	}
}

func TestSentencesAboutAQueryKeepTheirOrder(t *testing.T) {
	for _, query := range []string{`has:שלום`, `"שלום`} {
		if _, err := Parse(query, nil); err == nil || !strings.Contains(err.Error(), "\u2068"+query+"\u2069") {
			t.Errorf("%s: %q", query, err)
		}
	}
}

func TestAQueryIsReadAsItIsTyped(t *testing.T) {
	t.Parallel()
	for _, same := range [][2]string{
		{"from：anna", "from:anna"}, {"-in：general", "-in:general"}, {"＂next plan＂", `"next plan"`}, {"「東京都」", `"東京都"`}, {"FROM:@Anna", "from:Anna"},
	} {
		typed, err := Parse(same[0], nil)
		want, wantErr := Parse(same[1], nil)
		if err != nil || wantErr != nil || !reflect.DeepEqual(typed, want) {
			t.Errorf("%s is read as %v, %v; want %v, %v", same[0], typed, err, want, wantErr)
		}
	}
}

func TestADayOfLongAgoBoundsAQuery(t *testing.T) {
	t.Parallel()
	for _, query := range []string{"before:1970-01-01", "on:1969-12-31", "before:0001-01-01"} {
		if q, err := Parse(query, nil); err != nil || q.Until >= 0 {
			t.Errorf("%s ends at %v, %v", query, q.Until, err)
		}
	}
}

// A clock that is put back makes a day of 25 hours, one that is put forward one of 23.
func TestADayIsAsLongAsItsClockMakesIt(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for day, hours := range map[string]float64{"2026-10-25": 25, "2026-03-29": 23, "2026-06-01": 24} {
		q, err := Parse("on:"+day, berlin)
		if got := q.Until.Sub(q.Since).Hours(); err != nil || got != hours {
			t.Errorf("%s has %v hours, %v; want %v", day, got, err, hours)
		}
		before, _ := Parse("before:"+day, berlin)
		after, _ := Parse("after:"+day, berlin)
		if before.Until != q.Since || after.Since != q.Until {
			t.Errorf("%s begins at %v and %v, and ends at %v and %v", day, before.Until, q.Since, q.Until, after.Since)
		}
	}
}

func TestACursorIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for _, c := range []Cursor{{TS: 1795441254.013084, ID: 7}, {TS: -5, ID: 1}, {TS: 1795441254.013084, ID: 7, Score: 1.0 / 3, Newest: 1795441255.5}, {TS: -2, ID: 9, Score: 1e-9, Newest: -1}} {
		if got, err := ParseCursor(c.Text(), c.Score != 0); err != nil || got != c {
			t.Errorf("%q is %v, %v; want %v", c.Text(), got, err, c)
		}
		if _, err := ParseCursor(c.Text(), c.Score == 0); err == nil {
			t.Errorf("%q is taken for one of the other order", c.Text())
		}
	}
	for _, text := range []string{"20", "0_1_1-1", "-1_1_1-1", "NaN_1_1-1", "1_1_1-0", "1_x_1-1", "1_1_1_1-1", "_"} {
		if c, err := ParseCursor(text, true); err == nil {
			t.Errorf("%q is taken for %v", text, c)
		}
	}
}

func TestWhatCannotBeSeenIsNotQuotedInASentence(t *testing.T) {
	for query, want := range map[string]string{
		"\u200b":         "There is no letter, digit or symbol to search for.",
		"\u2060 \u00ad":  "There is no letter, digit or symbol to search for.",
		"...":            "There is no letter, digit or symbol to search for in ....",
		"\u200b \u200b!": "There is no letter, digit or symbol to search for in !.",
	} {
		if _, err := Parse(query, nil); err == nil || err.Error() != want {
			t.Errorf("%q is refused with %q, want %q", query, err, want)
		}
	}
}
