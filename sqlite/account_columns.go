package sqlite

import (
	"fmt"
	"slices"
	"strings"
)

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

// keysOf are the keys of each table, each the columns that tell its rows apart.
var keysOf = func() map[string][][]string {
	keys := make(map[string][][]string)
	for _, t := range tables {
		for i, part := range strings.Split(t.key, "`") {
			if i%2 == 1 {
				keys[t.name] = append(keys[t.name], strings.Split(part, ", "))
			}
		}
	}
	return keys
}()

// besideChannel are the columns that make a row unique within its channel, if any do, and whether
// that is the participant whose row it is: there is one for each at most, and they are found by it.
func (c column) besideChannel() (columns string, personal bool) {
	for _, key := range keysOf[c.table] {
		if at := slices.Index(key, c.name); at >= 0 {
			columns = strings.Join(slices.Delete(slices.Clone(key), at, at+1), ", ")
		}
	}
	become, said := removedColumns[column{c.table, columns}]
	return columns, said && become == forgotten
}

// number is the column with the number of a row.
func (c column) number() string {
	if key := keysOf[c.table][0]; len(key) == 1 {
		return key[0]
	}
	return "rowid"
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
