package chat

// Bounds of a search.
const (
	MaxSearchChars = 500 // of a query
	MaxSearchTerms = 20  // words, phrases and filters of a query
	SearchPage     = 20  // hits a page
	// SearchRanked is how many of the newest visible hits are put in order when the best
	// are asked for first.
	SearchRanked = 1_000
	// SearchReads is after how many messages that may be hits a page ends with those that are: as many are looked at within 50 ms,
	// which `make bench-search` measures as "none without".
	SearchReads = 8_000
)
