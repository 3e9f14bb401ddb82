package chat

// Origin tells a row that an import brings from every other of where it comes
// from: its number there, and its time, which is unrounded.
type Origin struct {
	ID int64
	TS Stamp // none where it has none
}
