package views

import (
	"context"
	"time"

	"minimost/lang"
)

// unknownZone is UTC for a reader whose own zone is not known. Times in it say so.
var unknownZone = time.FixedZone("UTC", 0)

// InZone is a moment as it is written for a reader in that zone, nil for one that is not known: then it is in UTC, and says so.
func InZone(at time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = unknownZone
	}
	return at.In(zone)
}

// formatTime writes a moment in the zone that it is in.
func formatTime(ctx context.Context, at time.Time, layout string) string {
	return timeText(lang.Of(ctx), at, layout)
}

func timeText(l lang.Language, at time.Time, layout string) string {
	if at.Location() == unknownZone {
		return l.Time(at, layout) + at.Format(" MST")
	}
	return l.Time(at, layout)
}

// zoneName is how scripts name the zone that the page is drawn in, "" for one that is not known.
func zoneName(zone *time.Location) string {
	if zone == nil {
		return ""
	}
	return zone.String()
}
