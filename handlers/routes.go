package handlers

import "github.com/gofiber/fiber/v2"

// Guard says who gets to a route's handler.
type Guard int

// The guards.
const (
	Open    Guard = iota // anyone; the session is not even looked at
	Silent               // anyone; without a session the handler answers as if nothing were there
	Session              // 302 to /login without a session, for htmx 401 and HX-Redirect
	// Own is Session for what a page asks by itself: it has to name whom it was
	// drawn for, and that has to be the session's user.
	Own
)

// Answer says what a route answers with, which decides how its errors look.
type Answer int

// The kinds of answer.
const (
	Data Answer = iota // JSON or a word; errors are one sentence of plain text
	Page               // a document; errors are pages for whoever accepts HTML
)

// Route is one line of the URL table.
type Route struct {
	Method string
	Path   string
	Guard  Guard
	Answer Answer
	// Extends lets the route prolong the session: pages and what people do on
	// purpose, not what a page does by itself.
	Extends bool
	// Limit is the allowance that its requests are taken out of; see allowances.
	Limit   Limit
	handler func(*server, *request) error
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
	del  = fiber.MethodDelete

	extends = true
	keeps   = false
)

// Routes is the whole URL table.
func Routes() []Route {
	return []Route{
		{get, "/livez", Open, Data, keeps, Unlimited, (*server).live},
		{get, "/readyz", Open, Data, keeps, Unlimited, (*server).ready},
		{get, "/static/*", Open, Data, keeps, Unlimited, (*server).asset},

		{get, "/login", Open, Page, keeps, Unlimited, (*server).showLogin},
		{post, "/login", Open, Page, keeps, LoggingIn, (*server).login},
		{get, "/signup", Open, Page, keeps, Unlimited, (*server).showSignup},
		{post, "/signup", Open, Page, keeps, SigningUp, (*server).signup},
		{post, "/logout", Session, Page, keeps, Unlimited, (*server).logout},
		{get, "/reset/:token", Open, Page, keeps, Resetting, (*server).showReset},
		{post, "/reset/:token", Open, Page, keeps, Resetting, (*server).reset},

		{get, "/", Session, Page, extends, Reading, (*server).home},
		{get, "/c/:channel", Session, Page, extends, Reading, (*server).channelPage},
		{get, "/ui/live/:channel", Own, Data, keeps, Reading, (*server).poll},
		{get, "/ui/events/:channel", Own, Data, keeps, Streaming, (*server).events},
		{get, "/ui/messages/:channel/before", Session, Page, extends, Reading, (*server).showEarlier},
		{post, "/ui/send/:channel", Own, Page, extends, Sending, asForm((*server).sendForm)},
		{get, "/ui/reply/:id", Session, Page, extends, Reading, (*server).showReply},
		{get, "/ui/edit/:id", Session, Page, extends, Reading, (*server).showEdit},
		{post, "/ui/edit/:id", Own, Page, extends, Sending, asForm((*server).editForm)},
		{get, "/ui/delete/:id", Session, Page, extends, Reading, (*server).showDelete},
		{post, "/ui/delete/:id", Own, Page, extends, Sending, asForm((*server).deleteForm)},
		{get, "/ui/react/:id", Session, Page, extends, Reading, (*server).showReact},
		{post, "/ui/react/:id", Own, Page, extends, Reacting, asForm((*server).reactForm)},
		{post, "/ui/mark_read/:channel", Own, Page, keeps, MarkingRead, asForm((*server).markReadForm)},
		{get, "/ui/receipts/:id", Session, Page, extends, Reading, (*server).showReceipts},

		{get, "/ui/account", Session, Page, extends, Reading, (*server).showAccount},
		{post, "/ui/presence/override", Own, Page, extends, Changing, asForm((*server).overrideForm)},
		{post, "/ui/settings", Own, Page, extends, Changing, asForm((*server).settingsForm)},
		{get, "/ui/users/search", Session, Data, keeps, Searching, (*server).showUsersFound},
		{get, "/ui/dms/new", Session, Page, extends, Reading, (*server).showNewDirect},
		{post, "/ui/dms/open", Own, Page, extends, Changing, asForm((*server).openDirectForm)},
		{post, "/ui/dms/close", Own, Page, extends, Changing, asForm((*server).closeDirectForm)},

		{get, "/ui/channels/:channel/members", Session, Page, extends, Reading, (*server).showMembers},
		{get, "/ui/private_channels/new", Session, Page, extends, Reading, (*server).showNewChannel},
		{post, "/ui/private_channels/create", Own, Page, extends, Creating, asForm((*server).createChannelForm)},
		{get, "/ui/private_channels/:id/members", Session, Page, extends, Reading, (*server).showPrivateMembers},
		{get, "/ui/private_channels/:id/rename", Session, Page, extends, Reading, (*server).showRename},
		{post, "/ui/private_channels/:id/rename", Own, Page, extends, Inviting, asForm((*server).renameForm)},
		{get, "/ui/private_channels/:id/add_member", Session, Page, extends, Reading, (*server).showAddMember},
		{post, "/ui/private_channels/:id/add_member", Own, Page, extends, Inviting, asForm((*server).addMemberForm)},
		{get, "/ui/private_channels/:id/remove_member", Session, Page, extends, Reading, (*server).showRemoveMember},
		{post, "/ui/private_channels/:id/remove_member", Own, Page, extends, Inviting, asForm((*server).removeMemberForm)},
		{get, "/ui/private_channels/:id/leave", Session, Page, extends, Reading, (*server).showLeave},
		{post, "/ui/private_channels/:id/leave", Own, Page, extends, Inviting, asForm((*server).leaveForm)},
		{get, "/ui/private_channels/:id/archive", Session, Page, extends, Reading, (*server).showArchive},
		{post, "/ui/private_channels/:id/archive", Own, Page, extends, Inviting, asForm((*server).archiveForm)},

		{post, "/presence", Silent, Data, keeps, Reporting, (*server).reportPresence},
		{get, "/presence/override", Silent, Data, keeps, Reading, (*server).override},
		{post, "/presence/override", Silent, Data, extends, Changing, (*server).chooseOverride},
		{get, "/online_users", Session, Data, keeps, Reading, (*server).onlineUsers},
		{get, "/typing/:channel", Silent, Data, keeps, Reading, (*server).whoTypes},
		{post, "/typing/:channel", Silent, Data, keeps, Typing, (*server).startTyping},
		{del, "/typing/:channel", Silent, Data, keeps, Typing, (*server).stopTyping},

		{get, "/channels", Session, Data, keeps, Reading, (*server).channels},
		{get, "/channel_unreads", Session, Data, keeps, Reading, (*server).channelUnreads},
		{get, "/channel_members/:channel", Session, Data, keeps, Reading, (*server).channelMembers},
		{get, "/messages/:channel", Session, Data, keeps, Reading, (*server).messages},
		{get, "/messages_before/:channel", Session, Data, keeps, Reading, (*server).messagesBefore},
		{get, "/message/:msg_id", Session, Data, keeps, Reading, (*server).message},
		{post, "/send/:channel", Session, Data, extends, Sending, (*server).send},
		{post, "/edit/:msg_id", Session, Data, extends, Sending, (*server).edit},
		{post, "/delete/:msg_id", Session, Data, extends, Sending, (*server).deleteMessage},
		{post, "/react/:msg_id", Session, Data, extends, Reacting, (*server).react},

		{post, "/mark_read/:channel", Session, Data, keeps, MarkingRead, (*server).markRead},
		{get, "/read_receipts/:channel", Session, Data, keeps, Reading, (*server).readReceipts},
		{get, "/read_receipts/:channel/:msg_id", Session, Data, keeps, Reading, (*server).receipts},
		{get, "/last_read/:channel", Session, Data, keeps, Reading, (*server).lastRead},

		{get, "/private_channels", Session, Data, keeps, Reading, (*server).privateChannels},
		{post, "/private_channels/create", Session, Data, extends, Creating, (*server).createPrivateChannel},
		{get, "/private_channels/:id/members", Session, Data, keeps, Reading, (*server).privateMembers},
		{post, "/private_channels/:id/rename", Session, Data, extends, Inviting, (*server).renamePrivateChannel},
		{post, "/private_channels/:id/add_member", Session, Data, extends, Inviting, (*server).addMember},
		{post, "/private_channels/:id/remove_member", Session, Data, extends, Inviting, (*server).removeMember},
		{post, "/private_channels/:id/leave", Session, Data, extends, Inviting, (*server).leavePrivateChannel},
		{post, "/private_channels/:id/archive", Session, Data, extends, Inviting, (*server).archivePrivateChannel},

		{get, "/dms", Session, Data, keeps, Reading, (*server).directChannels},
		{post, "/dms/close", Session, Data, extends, Changing, (*server).closeDirectChannel},
		{get, "/unread_count", Session, Data, keeps, Reading, (*server).unreadCount},

		{get, "/users", Session, Data, keeps, Reading, (*server).users},
		{get, "/settings", Session, Data, keeps, Reading, (*server).settings},
		{post, "/settings", Session, Data, extends, Changing, (*server).saveSettings},
	}
}

// devRoutes are there under Config.Dev alone.
func devRoutes() []Route {
	return []Route{
		{get, "/gallery", Open, Page, keeps, Unlimited, (*server).gallery},
		{get, "/gallery/:component/:state", Open, Page, keeps, Unlimited, (*server).galleryState},
	}
}
