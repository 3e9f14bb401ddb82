package chat

import (
	"testing"
	"time"
)

func TestMessagesAreKeptToTheMomentForTheirDays(t *testing.T) {
	now := time.Date(2026, time.March, 2, 12, 0, 0, 0, time.UTC)
	if got := KeptSince(now, 1); got != StampOf(now.Add(-24*time.Hour)) {
		t.Errorf("a day: %v", got.Time())
	}
	if got := KeptSince(now, MaxMessageDays).Time(); got.Year() != 1926 {
		t.Errorf("the longest: %v", got)
	}
}
