package chat

// Kinds of message content.
const (
	ContentText   = "text"
	ContentSystem = "system"
)

// ContentTypes lists the kinds of message content.
var ContentTypes = []string{ContentText, ContentSystem}

// SystemSender is the sender of system messages.
const SystemSender = "system"

// Bounds of one answer with messages.
const (
	MaxMessagesPage       = 1_000 // changes after a cursor
	MaxMessagesBeforePage = 200
	MessagesBeforePage    = 50 // when the asker names no limit
	// MaxAnswerContent is how many bytes of content end an answer: the message that
	// reaches it is the last. A page of MessagesBeforePage comes whole.
	MaxAnswerContent = 1 << 20
)

// FillAnswer reports whether messages are as many as an answer of at most limit
// of them holds, so that there may be more.
func FillAnswer(messages []Message, limit int) bool {
	content := 0
	for i := range messages {
		content += len(messages[i].Content)
	}
	return len(messages) >= limit || content >= MaxAnswerContent
}

// Message is one message of a channel. TS identifies it within its channel and
// orders it; when something was done by the clock is beside its stamp.
type Message struct {
	ID          int64
	Channel     string
	Sender      string
	Content     string // "" when deleted
	ContentType string
	TS          Stamp
	SentTS      Stamp // by the clock
	Edited      bool
	EditedTS    Stamp
	EditedAtTS  Stamp // by the clock
	Deleted     bool
	DeletedTS   Stamp
	DeletedBy   string    // "": the sender
	DeletedAs   Moderator // what DeletedBy was in the channel
	ReplyToID   int64     // 0: no reply
	Reactions   []Reaction
	ReactionsTS Stamp
	// Mentions are the names that are marked in the content: accounts, and "@here" and
	// "@channel" for those words.
	Mentions []string
	Files    []File // in their order
	PinnedBy string // "": it is not pinned
}

// ErrNoMessage is the one answer for a message that does not exist and for one
// the asker may not see.
var ErrNoMessage = Errorf(NotFound, "There is no such message.")

// ErrNoMessageHere is the same where an address leads to one.
var ErrNoMessageHere = Errorf(NotFound, "There is no such message, or you may not see it.")

// ErrNotSender is the answer to changing a message that is not one's own, or
// does not exist.
var ErrNotSender = Errorf(Forbidden, "Only the sender can change a message.")

// ErrDeleted is the answer to changing a message that was deleted.
var ErrDeleted = Errorf(Conflict, "This message was deleted already.")

// ErrEdited is the answer to editing a text that is no longer there.
var ErrEdited = Errorf(Conflict, "This message was edited meanwhile. Read what it says now before you change it.")

// CheckSender says whether user may edit or delete m.
func CheckSender(m Message, user string) error {
	switch {
	case m.Sender != user || m.ContentType == ContentSystem:
		return ErrNotSender
	case m.Deleted:
		return ErrDeleted
	}
	return nil
}

// ChangedTS is the stamp of the newest change of the message.
func (m Message) ChangedTS() Stamp { return max(m.TS, m.EditedTS, m.DeletedTS, m.ReactionsTS) }

// TopicMessages is a channel's messages and their reactions.
func TopicMessages(channel string) Topic { return Topic("messages " + channel) }

// TopicRevisions is that messages of a channel are no longer as they were, pins and
// what is removed included. It is published beside TopicMessages unless all that has
// changed is that there are new ones.
func TopicRevisions(channel string) Topic { return Topic("revisions " + channel) }

// TopicRemovals is that messages of a channel were deleted or removed.
func TopicRemovals(channel string) Topic { return Topic("removals " + channel) }
