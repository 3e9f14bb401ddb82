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

// MessageAbove is what a row goes by of the message before it.
type MessageAbove struct {
	Sender string
	Sent   time.Time
	Line   bool // whether the server wrote it
}

// groupGap is the longest pause within a group of one sender's messages; interface.md, "message".
const groupGap = 5 * time.Minute

// ArrangeMessages adds the dividers and groups what belongs together. messages are oldest first; previous is the one shown
// before them, nil at the top; firstUnread is the id above which "New messages" stands, 0 for none. Days are those of Sent's
// own zone, and now is in it too.
func ArrangeMessages(messages []MessageProps, previous *MessageAbove, firstUnread int64, now time.Time) []MessageRow {
	rows := make([]MessageRow, 0, len(messages))
	for i := range messages {
		rows = append(rows, MessageRow{Message: messages[i], New: firstUnread != 0 && messages[i].ID == firstUnread})
		row := &rows[i]
		if previous == nil || !sameDay(previous.Sent, row.Message.Sent) {
			row.Day, row.DayName = row.Message.Sent, dayName(row.Message.Sent, now)
		}
		row.Message.Grouped = row.Day.IsZero() && !row.New && continues(previous, &row.Message)
		previous = &MessageAbove{row.Message.Sender, row.Message.Sent, row.Message.Line.Format != ""}
	}
	return rows
}

func continues(previous *MessageAbove, next *MessageProps) bool {
	pause := next.Sent.Sub(previous.Sent)
	return previous.Sender == next.Sender && !previous.Line && next.Line.Format == "" && next.Quote == nil &&
		pause >= 0 && pause <= groupGap
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}
