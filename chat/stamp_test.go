package chat_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"minimost/chat"
)

// t0 is when the tests begin. Its microseconds are no round number.
var t0 = time.Date(2026, time.March, 4, 5, 6, 7, 123_457_000, time.UTC)

// after is the instant d after t0.
func after(d time.Duration) time.Time { return t0.Add(d) }

// stampAt is the stamp of the instant d after t0.
func stampAt(d time.Duration) chat.Stamp { return chat.StampOf(after(d)) }

func TestStampKeepsTheMicrosecond(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		want := time.UnixMicro(random.Int64N(4_000_000_000_000_000)).UTC()
		if got := chat.StampOf(want).Time(); !got.Equal(want) {
			t.Fatalf("StampOf(%v).Time() = %v", want, got)
		}
		apart := time.Duration(random.Int64N(int64(48*time.Hour/time.Microsecond))) * time.Microsecond
		if got := chat.StampOf(want.Add(apart)).Sub(chat.StampOf(want)); got != apart {
			t.Fatalf("from %v: Sub = %v, want %v", want, got, apart)
		}
	}
}

func TestStampIsCutNotRounded(t *testing.T) {
	if got, want := chat.StampOf(t0.Add(999*time.Nanosecond)), chat.StampOf(t0); got != want {
		t.Errorf("with 999 ns more: %v, want %v", got, want)
	}
	if got := chat.StampOf(time.Unix(1716000001, 456_000_000)); got != 1716000001.456 {
		t.Errorf("got %v, want the float a person would write", got)
	}
	if got := chat.StampOf(t0.In(time.FixedZone("", 5*3600))); got != chat.StampOf(t0) {
		t.Errorf("another time zone: %v", got)
	}
}

func TestStampSubOfNonsenseDoesNotWrapRound(t *testing.T) {
	tests := map[string]struct {
		s, earlier chat.Stamp
		want       time.Duration
	}{
		"infinitely late":  {chat.Stamp(math.Inf(1)), 0, math.MaxInt64},
		"infinitely early": {chat.Stamp(math.Inf(-1)), 0, math.MinInt64},
		"milliseconds":     {1.7e12, 1.7e9, math.MaxInt64},
		"none":             {0, 1e10, math.MinInt64},
		"equal":            {1.7e9, 1.7e9, 0},
		"before 1970":      {-1, -2.5, 1500 * time.Millisecond},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.s.Sub(tt.earlier); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

func TestStampAddOfWholeMinutesIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		from := after(time.Duration(random.Int64N(int64(1000*time.Hour/time.Microsecond))) * time.Microsecond)
		d := time.Duration(1+random.IntN(chat.MaxOverrideMinutes)) * time.Minute
		if got, want := chat.StampOf(from).Add(d), chat.StampOf(from.Add(d)); got != want {
			t.Fatalf("%v + %v = %v, want %v", from, d, got, want)
		}
	}
}

func TestStampValid(t *testing.T) {
	for s, want := range map[float64]bool{
		0: true, 1.7e9: true, -5: true, math.Inf(1): false, math.Inf(-1): false, math.NaN(): false,
	} {
		if got := chat.Stamp(s).Valid(); got != want {
			t.Errorf("Valid(%v) = %v", s, got)
		}
	}
}

func TestStampInJSONIsAPlainNumberThatComesBackBitForBit(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	stamps := []chat.Stamp{0, 1716000001.456, 1716000001.4567891, 1, 253402300799.999999}
	for range 5_000 {
		stamps = append(stamps, chat.Stamp(1.7e9+random.Float64()*1e8))
	}
	for _, want := range stamps {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Trim(string(text), "0123456789.") != "" {
			t.Fatalf("%s is not a plain number", text)
		}
		var got chat.Stamp
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if math.Float64bits(float64(got)) != math.Float64bits(float64(want)) {
			t.Fatalf("%v came back as %v by way of %s", want, got, text)
		}
	}
}

func TestNextStamp(t *testing.T) {
	tests := map[string]struct {
		last, want chat.Stamp
	}{
		"the first of a channel":                   {0, stampAt(0)},
		"a later instant is itself":                {stampAt(-time.Microsecond), stampAt(0)},
		"the same instant steps by a microsecond":  {stampAt(0), stampAt(time.Microsecond)},
		"a clock set back an hour does not matter": {stampAt(time.Hour), stampAt(time.Hour + time.Microsecond)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := chat.NextStamp(t0, tt.last); got != tt.want {
				t.Errorf("got %f, want %f", float64(got), float64(tt.want))
			}
		})
	}
}

func TestNextStampStepsByAMicrosecondFromAnyInstant(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 200_000 {
		now := time.UnixMicro(random.Int64N(4_000_000_000_000_000))
		got := chat.NextStamp(now, chat.StampOf(now))
		if want := chat.StampOf(now.Add(time.Microsecond)); got != want {
			t.Fatalf("after %d µs: %.7f, want %.7f", now.UnixMicro(), float64(got), float64(want))
		}
	}
}

func TestNextStampIncreasesAfterStampsOfOtherPrograms(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for range 50_000 {
		last := chat.Stamp(float64(stampAt(0)) + random.Float64()*4e-6 - 1e-6)
		if got := chat.NextStamp(t0, last); got <= last || got.Sub(last) > 2*time.Microsecond && got != chat.StampOf(t0) {
			t.Fatalf("after %.9f: %.9f", float64(last), float64(got))
		}
	}
	for _, last := range []chat.Stamp{1.7e12, 1e15, 1e300, -5} {
		if got := chat.NextStamp(t0, last); got <= last {
			t.Errorf("after %v: %v", last, got)
		}
	}
}

func TestNextStampAMillionTimesAtOneInstant(t *testing.T) {
	last := chat.Stamp(0)
	for range 1_000_000 {
		next := chat.NextStamp(t0, last)
		if next <= last {
			t.Fatalf("%v after %v", next, last)
		}
		last = next
	}
	if want := stampAt(999_999 * time.Microsecond); last != want {
		t.Errorf("ends at %v, want %v", last, want)
	}
}
