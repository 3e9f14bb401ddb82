package sqlite

import "fmt"

// trace is what becomes of a name in a column when its account is removed.
type trace int

const (
	forgotten trace = iota // the rows go
	renamed                // they stay, under the new name
	inSteps                // there may be many: see removalSteps
	inChannel              // it is a channel's identifier, which may name a participant
	unnamed                // it names nobody, or keeps what a removal must not change
)

// column is one column of text.
type column struct{ table, name string }

// removedColumns is what becomes of each column of text of each table.
var removedColumns = func() map[column]trace {
	columns := make(map[column]trace)
	for _, t := range tables {
		for name, become := range t.texts {
			columns[column{t.name, name}] = become
		}
	}
	return columns
}()

// statement makes one of the statements that differ in a column alone.
func (c column) statement(format string, columns ...any) query {
	return query{c.table + "." + c.name, fmt.Sprintf(format, append([]any{c.table, c.name}, columns...)...)}
}

// columnsThat lists the columns of which this becomes.
func columnsThat(become trace) (list []column) {
	for c, t := range removedColumns {
		if t == become {
			list = append(list, c)
		}
	}
	return list
}
