package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What may differ between two looks at a program that keeps nothing it need
// not: caches with a bound still fill, and memory comes back in pieces.
const (
	memoryShare  = 0.20
	memoryBytes  = 24 << 20
	heapBytes    = 8 << 20
	fewMore      = 8 // goroutines, files
	largestLog   = 32 << 20
	bytesPerRow  = 600
	smallestRows = 1000 // fewer say nothing of the bytes that each takes
)

// flatness is one line of the result: what there was, and whether the
// difference is accounted for.
type flatness struct {
	what, before, after, allowed string
	flat                         bool
}

// compare says of each thing whether it has stayed flat.
func compare(before, after inside) []flatness {
	b, a := before.metrics, after.metrics
	var list []flatness
	for _, m := range []struct {
		what, name string
		more       int64
	}{{"resident memory", resident, memoryBytes}, {"live heap", heapLive, heapBytes}} {
		most := b[m.name]*(1+memoryShare) + float64(m.more)
		list = append(list, flatness{m.what, mebibytes(int64(b[m.name])), mebibytes(int64(a[m.name])),
			fmt.Sprintf("+ %.0f %% + %s", 100*memoryShare, mebibytes(m.more)), a[m.name] <= most})
	}
	for _, m := range []struct{ what, name string }{{"goroutines", goroutines}, {"file descriptors", openFiles}} {
		list = append(list, flatness{m.what, grouped(b[m.name]), grouped(a[m.name]), fmt.Sprint("+ ", fewMore), a[m.name] <= b[m.name]+fewMore})
	}
	list = append(list,
		flatness{"event streams", grouped(b[openStream]), grouped(a[openStream]), "0", a[openStream] == 0},
		flatness{"writes that wait", grouped(b[waiting]), grouped(a[waiting]), "0", a[waiting] == 0},
		flatness{"sessions", grouped(b[sessions]), grouped(a[sessions]), "as before", a[sessions] == b[sessions]},
		flatness{"write-ahead log", mebibytes(int64(b[logBytes])), mebibytes(int64(a[logBytes])), mebibytes(largestLog), a[logBytes] <= largestLog})
	rows, bytes := allRows(after.rows)-allRows(before.rows), int64(a[fileBytes]-b[fileBytes])
	return append(list, flatness{"database", mebibytes(int64(b[fileBytes])), mebibytes(int64(a[fileBytes])),
		fmt.Sprintf("%d bytes a new row", bytesPerRow), rows < smallestRows || bytes <= rows*bytesPerRow})
}

func allRows(rows map[string]int64) (n int64) {
	for _, count := range rows {
		n += count
	}
	return n
}

// flatTable shows the comparison, and the rows that the database has grown by.
func flatTable(before, after inside) string {
	var out strings.Builder
	out.WriteString("| | before | after | allowed |\n| --- | ---: | ---: | --- |\n")
	for _, f := range compare(before, after) {
		fmt.Fprintf(&out, "| %s | %s | %s | %s %s |\n", f.what, f.before, f.after, f.allowed, mark(f.flat))
	}
	out.WriteString("\n| rows | before | after |\n| --- | ---: | ---: |\n")
	for _, table := range slices.Sorted(maps.Keys(after.rows)) {
		if before.rows[table] != after.rows[table] {
			fmt.Fprintf(&out, "| %s | %s | %s |\n", table, grouped(float64(before.rows[table])), grouped(float64(after.rows[table])))
		}
	}
	if rows := allRows(after.rows) - allRows(before.rows); rows > 0 {
		bytes := after.metrics[fileBytes] - before.metrics[fileBytes]
		fmt.Fprintf(&out, "\nThe database has grown by %.0f bytes for each of %s new rows.\n", bytes/float64(rows), grouped(float64(rows)))
	}
	return out.String()
}

// notFlat is an error for what has grown without a reason.
func notFlat(before, after inside) (err error) {
	for _, f := range compare(before, after) {
		if !f.flat {
			err = errors.Join(err, fmt.Errorf("%s: %s before, %s after, allowed is %s", f.what, f.before, f.after, f.allowed))
		}
	}
	return err
}
