package views

import "time"

// MessageRow is a message with the dividers above it.
type MessageRow struct {
	// Day is set on the first message of a day, and DayName is what its divider says instead of the date: Today, Yesterday or nothing.
	Day     time.Time
	DayName string
	// New is set on the first message the reader has not read.
	New     bool
	Message MessageProps
}

// groupGap is the longest pause within a group of one sender's messages; interface.md, "message".
const groupGap = 5 * time.Minute

// ArrangeMessages adds the dividers and groups what belongs together. messages are oldest first; previous is the one shown
// before them, nil at the top; firstUnread is the id above which "New messages" stands, 0 for none. Days are those of Sent's
// own zone, and now is in it too.
func ArrangeMessages(messages []MessageProps, previous *MessageProps, firstUnread int64, now time.Time) []MessageRow {
	rows := make([]MessageRow, 0, len(messages))
	for i := range messages {
		row := MessageRow{Message: messages[i], New: firstUnread != 0 && messages[i].ID == firstUnread}
		if previous == nil || !sameDay(previous.Sent, row.Message.Sent) {
			row.Day, row.DayName = row.Message.Sent, dayName(row.Message.Sent, now)
		}
		row.Message.Grouped = row.Day.IsZero() && !row.New && continues(*previous, row.Message)
		rows = append(rows, row)
		previous = &messages[i]
	}
	return rows
}

func continues(previous, next MessageProps) bool {
	pause := next.Sent.Sub(previous.Sent)
	return previous.Sender == next.Sender && previous.Line.Format == "" && next.Line.Format == "" && next.Quote == nil &&
		pause >= 0 && pause <= groupGap
}

func sameDay(a, b time.Time) bool {
	return a.Format(time.DateOnly) == b.Format(time.DateOnly)
}
