package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

// shown makes an entry of props and the component that draws them.
func shown[P any](component func(P) templ.Component, state, title string, props P, height string) Entry {
	return Entry{State: state, Title: title, Height: height, Render: func() templ.Component { return component(props) }}
}

func init() {
	register("typing-banner",
		shown(views.TypingBanner, "nobody", "Nobody is typing: the line stays as high", fixtures.TypingNobody, Low),
		shown(views.TypingBanner, "one", "One is typing", fixtures.TypingOne, Low),
		shown(views.TypingBanner, "two", "Two are typing", fixtures.TypingTwo, Low),
		shown(views.TypingBanner, "several", "Several are typing", fixtures.TypingSeveral, Low),
	)
	register("message",
		shown(views.Message, "plain", "Somebody's message", fixtures.MessagePlain, Low),
		shown(views.Message, "named", "Of somebody with a display name and a status", fixtures.MessageNamed, Low),
		shown(views.Message, "bot", "A bot's message, with its mark", fixtures.MessageBot, Low),
		shown(views.Message, "mine", "One's own, with edit and delete on hover", fixtures.MessageMine, Low),
		shown(views.Message, "grouped", "One that follows its sender's own: the time on hover", fixtures.MessageGrouped, Low),
		shown(views.Message, "pinned", "Pinned", fixtures.MessagePinned, Low),
		shown(views.Message, "mention", "One that mentions the reader and others", fixtures.MessageMention, Low),
		shown(views.Message, "edited", "Edited", fixtures.MessageEdited, Low),
		shown(views.Message, "deleted", "Deleted", fixtures.MessageDeleted, Low),
		shown(views.Message, "reply", "A reply", fixtures.MessageReply, Low),
		shown(views.Message, "deleted-by-owner", "Deleted by the owner of the channel", fixtures.MessageDeletedByOwner, Low),
		shown(views.Message, "moderated", "Of somebody else, to who may delete it", fixtures.MessageModerated, Low),
		shown(views.Message, "left", "In a channel that one is not in: what does not go there is not offered", fixtures.MessageLeft, Low),
		shown(views.Message, "archived", "In an archived channel", fixtures.MessageArchived, Low),
		shown(views.Message, "blocked", "Of somebody who is blocked, folded", fixtures.MessageBlocked, Low),
		shown(views.Message, "reply-to-blocked", "A reply to somebody who is blocked", fixtures.MessageReplyToBlocked, Low),
		shown(views.Message, "reply-to-deleted", "A reply to a deleted message", fixtures.MessageReplyToDeleted, Low),
		shown(views.Message, "system", "A line the server wrote", fixtures.MessageSystem, Low),
		shown(views.Message, "rich", "Everything markdown may do", fixtures.MessageRich, Tall),
		shown(views.Message, "typed", "White space, numbers and signs as typed", fixtures.MessageTyped, Tall),
		shown(views.Message, "code", "Code with a label, and quotes in quotes", fixtures.MessageCode, Tall),
		shown(views.Message, "colors", "Code in colours, with a label of its language", fixtures.MessageColors, Tall),
		shown(views.Message, "table", "Tables: columns to either side, and one that scrolls", fixtures.MessageTable, Tall),
		shown(views.Message, "emoji", "Emoji alone are large", fixtures.MessageEmoji, Low),
		shown(views.Message, "names", "Names of emoji in a text", fixtures.MessageNames, Low),
		shown(views.Message, "folded", "A long one, folded", fixtures.MessageFolded, Tall),
		shown(views.Message, "stacked", "Marks stacked on a letter stay in the message", fixtures.MessageMarks, Medium),
		shown(views.Message, "both-ways", "Both directions, and overrides that end with their code or link", fixtures.MessageBoth, Tall),
		shown(views.Message, "long", "A word that does not fit", fixtures.MessageLong, Medium),
		shown(views.Message, "right-to-left", "Hebrew", fixtures.MessageRTL, Low),
		inDialog("delete", "The question before deleting", views.DeleteMessageDialog(fixtures.DeleteMessage)),
	)
	register("reaction-bar",
		shown(views.ReactionBar, "none", "No reactions: the first comes from the message's own button", fixtures.ReactionsNone, Low),
		shown(views.ReactionBar, "one", "One emoji", fixtures.ReactionsOne, Low),
		shown(views.ReactionBar, "mine", "Two of them mine", fixtures.ReactionsMine, Low),
		shown(views.ReactionBar, "many", "Folded after eight", fixtures.ReactionsMany, Medium),
		shown(views.ReactionBar, "full", "At the cap: no more different emoji", fixtures.ReactionsFull, Medium),
	)
	register("emoji-picker",
		shown(views.EmojiPicker, "shell", "Filled by a script when it opens: nothing to see", views.EmojiPickerProps{AssetBase: "/static"}, Low),
		inDialog("form", "Without the picker", views.EmojiDialog(fixtures.EmojiDialog)),
		inDialog("form-error", "Not an emoji", views.EmojiDialog(fixtures.EmojiError)),
	)
	register("read-receipts",
		shown(views.ReadReceipts, "none", "Read by nobody: no line", fixtures.ReceiptsNone, Low),
		shown(views.ReadReceipts, "one", "Read by one", fixtures.ReceiptsOne, Low),
		shown(views.ReadReceipts, "several", "Read by several", fixtures.ReceiptsSeveral, Low),
		shown(views.ReadReceipts, "everyone", "Read by everyone", fixtures.ReceiptsEveryone, Low),
		shown(views.ReadReceipts, "of-two", "In a conversation of two", fixtures.ReceiptsOfTwo, Low),
		shown(views.ReadReceipts, "off", "One's own receipts are off", fixtures.ReceiptsOff, Low),
		inDialog("list", "Who has read it and who has not", views.ReceiptsDialog(fixtures.ReceiptListWaiting)),
		inDialog("list-none", "Nobody yet, and one's own are off", views.ReceiptsDialog(fixtures.ReceiptListNone)),
		inDialog("list-large", "In a large channel", views.ReceiptsDialog(fixtures.ReceiptListLarge)),
	)
}
