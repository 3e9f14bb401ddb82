package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

func screen(state, title string, p views.ChatPageProps) Entry {
	return Entry{State: state, Title: title, Height: Screen, Full: true, Render: func() templ.Component { return views.Chat(p) }}
}

func init() {
	register("channel-header",
		shown(views.ChannelHeader, "public", "A public channel", fixtures.HeaderPublic, Low),
		shown(views.ChannelHeader, "pins", "With a topic and pinned messages", fixtures.HeaderPins, Low),
		shown(views.ChannelHeader, "archived", "An archived channel", fixtures.HeaderArchived, Low),
		shown(views.ChannelHeader, "private", "A private channel's member", fixtures.HeaderPrivate, Low),
		shown(views.ChannelHeader, "owner", "A private channel's owner", fixtures.HeaderOwner, Low),
		shown(views.ChannelHeader, "direct", "A direct conversation", fixtures.HeaderDirect, Low),
		shown(views.ChannelHeader, "long", "A long name", fixtures.HeaderLong, Low),
	)
	register("composer",
		shown(views.Composer, "empty", "Empty", fixtures.ComposerEmpty, Low),
		shown(views.Composer, "draft", "A draft of several lines", fixtures.ComposerDraft, Medium),
		shown(views.Composer, "join", "In a channel that one is not in", fixtures.ComposerJoin, Low),
		shown(views.Composer, "archived", "In an archived channel, which one may bring back", fixtures.ComposerArchived, Low),
		shown(views.Composer, "removed", "In a conversation with an account that was removed", fixtures.ComposerRemoved, Low),
		shown(views.Composer, "files", "Files that wait to be sent", fixtures.ComposerFiles, Medium),
		shown(views.Composer, "reply", "Answering a message", fixtures.ComposerReply, Medium),
		shown(views.Composer, "near-limit", "Close to the limit", fixtures.ComposerNearLimit, Medium),
		shown(views.Composer, "error", "Refused", fixtures.ComposerError, Medium),
		shown(views.Composer, "edit", "Editing a message", fixtures.ComposerEdit, Medium),
		shown(views.Composer, "edit-error", "An edit refused", fixtures.ComposerEditError, Medium),
		shown(views.Composer, "edit-conflict", "An edit of a message that was edited meanwhile", fixtures.ComposerEditConflict, Medium),
	)
	register("chat",
		screen("day", "A working day", fixtures.ChatDay),
		screen("empty", "A channel without messages", fixtures.ChatEmpty),
		screen("reply", "Few messages, answering one", fixtures.ChatReply),
		screen("edit", "Editing a message", fixtures.ChatEdit),
	)
	register("failure-notice",
		shown(views.FailureNotice, "refused", "What the server said", fixtures.FailureRefused, Low),
		shown(views.FailureNotice, "unreachable", "No network", fixtures.FailureUnreachable, Low),
	)
	register("message-list",
		shown(views.MessageList, "day", "A day's messages", fixtures.ListDay, Tall),
		shown(views.MessageList, "behind", "Opened at a message, with more above and below", fixtures.ListBehind, Tall),
		shown(views.MessageList, "empty", "No messages", fixtures.ListEmpty, Medium),
	)
}
