package chat

import "context"

// ErrAskMentions refuses a message that mentions many people in a large channel,
// until its sender has confirmed that they mean it: see ConfirmMentions.
var ErrAskMentions = Errorf(Conflict, "This would tell everybody in a channel of more than %d people. It is not sent yet.", AskMentionsFrom)

type mentionsConfirmed struct{}

// ConfirmMentions is a context in which a message may mention many in a large
// channel.
func ConfirmMentions(ctx context.Context) context.Context {
	return context.WithValue(ctx, mentionsConfirmed{}, true)
}

// MentionsConfirmed reports whether ConfirmMentions made the context.
func MentionsConfirmed(ctx context.Context) bool {
	confirmed, _ := ctx.Value(mentionsConfirmed{}).(bool)
	return confirmed
}
