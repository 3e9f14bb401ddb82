// Package search says what a search is: how a query is written, how texts are
// folded, when a text is a hit, what is shown of it, and how an index of texts is
// laid out. It is the same for every store. It has no I/O and no clock.
//
// A folded text is a line of tokens between single spaces, with one at each end.
// A token is a word, or a run of characters of writing without spaces (CJK) and
// of symbols such as emoji. A word of a query is a hit where a word of the text
// begins with it; with MinPart letters or more anywhere within a word; in writing
// without spaces anywhere within a run. A phrase in quotes is a hit where its
// words stand next to each other.
package search

import "minimost/chat"

// Hit is a message that was found.
type Hit struct {
	Message chat.Message
	Channel chat.Channel
	// ChannelName is the name of a private or public channel, "" of a conversation.
	ChannelName string
}

// Page says which hits are asked for.
type Page struct {
	// Before is where the page before ended; the zero Cursor asks for the first.
	Before Cursor
	// Reads is after how many messages that may be hits no more are looked at; 0 means
	// chat.SearchReads.
	Reads int
}

// Result is one page of hits.
type Result struct {
	Hits []Hit
	// Next is where the next page begins; the zero Cursor where this is the last. A page
	// that has few hits or none may have a next one: it ended at Page.Reads.
	Next Cursor
	// Incomplete tells that older messages have not been indexed yet.
	Incomplete bool
	// Newest tells that of the best the newest alone were looked for, as many as Page.Reads
	// allows.
	Newest bool
	// UnknownPeople and UnknownChannels are those of the names that are asked for where nothing
	// was found: nobody has an account of the one, the asker sees no channel of the other.
	UnknownPeople, UnknownChannels []string
}

// Indexing says how far the index has come.
type Indexing struct {
	// Done and All count the blocks of messages that can be indexed: those that are full.
	Done, All int
}
