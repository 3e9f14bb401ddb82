package handlers

import "github.com/gofiber/fiber/v2"

// Guard says who gets to a route's handler.
type Guard int

// The guards.
const (
	Open    Guard = iota // anyone; the session is not even looked at
	Silent               // anyone; without a session the handler answers as if nothing were there
	Session              // 302 to /login without a session, for htmx 401 and HX-Redirect
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
		{get, "/livez", Open, Data, keeps, (*server).live},
		{get, "/readyz", Open, Data, keeps, (*server).ready},
		{get, "/static/*", Open, Data, keeps, (*server).asset},

		{get, "/login", Open, Page, keeps, (*server).showLogin},
		{post, "/login", Open, Page, keeps, (*server).login},
		{get, "/signup", Open, Page, keeps, (*server).showSignup},
		{post, "/signup", Open, Page, keeps, (*server).signup},
		{post, "/logout", Session, Page, keeps, (*server).logout},
		{get, "/reset/:token", Open, Page, keeps, (*server).showReset},
		{post, "/reset/:token", Open, Page, keeps, (*server).reset},

		{get, "/", Session, Page, extends, (*server).home},
		{get, "/c/:channel", Session, Page, extends, (*server).channelPage},
		{get, "/ui/live/:channel", Session, Data, keeps, (*server).poll},
		{get, "/ui/events/:channel", Session, Data, keeps, (*server).events},
		{get, "/ui/messages/:channel/before", Session, Page, extends, (*server).showEarlier},
		{post, "/ui/send/:channel", Session, Page, extends, asForm((*server).sendForm)},
		{get, "/ui/reply/:id", Session, Page, extends, (*server).showReply},
		{get, "/ui/edit/:id", Session, Page, extends, (*server).showEdit},
		{post, "/ui/edit/:id", Session, Page, extends, asForm((*server).editForm)},
		{get, "/ui/delete/:id", Session, Page, extends, (*server).showDelete},
		{post, "/ui/delete/:id", Session, Page, extends, asForm((*server).deleteForm)},
		{get, "/ui/react/:id", Session, Page, extends, (*server).showReact},
		{post, "/ui/react/:id", Session, Page, extends, asForm((*server).reactForm)},
		{post, "/ui/mark_read/:channel", Session, Page, keeps, asForm((*server).markReadForm)},
		{get, "/ui/receipts/:id", Session, Page, extends, (*server).showReceipts},

		{get, "/ui/account", Session, Page, extends, (*server).showAccount},
		{post, "/ui/presence/override", Session, Page, extends, asForm((*server).overrideForm)},
		{post, "/ui/settings", Session, Page, extends, asForm((*server).settingsForm)},
		{get, "/ui/users/search", Session, Data, keeps, (*server).showUsersFound},
		{get, "/ui/dms/new", Session, Page, extends, (*server).showNewDirect},
		{post, "/ui/dms/open", Session, Page, extends, asForm((*server).openDirectForm)},
		{post, "/ui/dms/close", Session, Page, extends, asForm((*server).closeDirectForm)},

		{get, "/ui/channels/:channel/members", Session, Page, extends, (*server).showMembers},
		{get, "/ui/private_channels/new", Session, Page, extends, (*server).showNewChannel},
		{post, "/ui/private_channels/create", Session, Page, extends, asForm((*server).createChannelForm)},
		{get, "/ui/private_channels/:id/members", Session, Page, extends, (*server).showPrivateMembers},
		{get, "/ui/private_channels/:id/rename", Session, Page, extends, (*server).showRename},
		{post, "/ui/private_channels/:id/rename", Session, Page, extends, asForm((*server).renameForm)},
		{get, "/ui/private_channels/:id/add_member", Session, Page, extends, (*server).showAddMember},
		{post, "/ui/private_channels/:id/add_member", Session, Page, extends, asForm((*server).addMemberForm)},
		{get, "/ui/private_channels/:id/remove_member", Session, Page, extends, (*server).showRemoveMember},
		{post, "/ui/private_channels/:id/remove_member", Session, Page, extends, asForm((*server).removeMemberForm)},
		{get, "/ui/private_channels/:id/leave", Session, Page, extends, (*server).showLeave},
		{post, "/ui/private_channels/:id/leave", Session, Page, extends, asForm((*server).leaveForm)},
		{get, "/ui/private_channels/:id/archive", Session, Page, extends, (*server).showArchive},
		{post, "/ui/private_channels/:id/archive", Session, Page, extends, asForm((*server).archiveForm)},

		{post, "/presence", Silent, Data, keeps, (*server).reportPresence},
		{get, "/presence/override", Silent, Data, keeps, (*server).override},
		{post, "/presence/override", Silent, Data, extends, (*server).chooseOverride},
		{get, "/online_users", Session, Data, keeps, (*server).onlineUsers},
		{get, "/typing/:channel", Silent, Data, keeps, (*server).whoTypes},
		{post, "/typing/:channel", Silent, Data, keeps, (*server).startTyping},
		{del, "/typing/:channel", Silent, Data, keeps, (*server).stopTyping},

		{get, "/channels", Session, Data, keeps, (*server).channels},
		{get, "/channel_unreads", Session, Data, keeps, (*server).channelUnreads},
		{get, "/channel_members/:channel", Session, Data, keeps, (*server).channelMembers},
		{get, "/messages/:channel", Session, Data, keeps, (*server).messages},
		{get, "/messages_before/:channel", Session, Data, keeps, (*server).messagesBefore},
		{get, "/message/:msg_id", Session, Data, keeps, (*server).message},
		{post, "/send/:channel", Session, Data, extends, (*server).send},
		{post, "/edit/:msg_id", Session, Data, extends, (*server).edit},
		{post, "/delete/:msg_id", Session, Data, extends, (*server).deleteMessage},
		{post, "/react/:msg_id", Session, Data, extends, (*server).react},

		{post, "/mark_read/:channel", Session, Data, keeps, (*server).markRead},
		{get, "/read_receipts/:channel", Session, Data, keeps, (*server).readReceipts},
		{get, "/read_receipts/:channel/:msg_id", Session, Data, keeps, (*server).receipts},
		{get, "/last_read/:channel", Session, Data, keeps, (*server).lastRead},

		{get, "/private_channels", Session, Data, keeps, (*server).privateChannels},
		{post, "/private_channels/create", Session, Data, extends, (*server).createPrivateChannel},
		{get, "/private_channels/:id/members", Session, Data, keeps, (*server).privateMembers},
		{post, "/private_channels/:id/rename", Session, Data, extends, (*server).renamePrivateChannel},
		{post, "/private_channels/:id/add_member", Session, Data, extends, (*server).addMember},
		{post, "/private_channels/:id/remove_member", Session, Data, extends, (*server).removeMember},
		{post, "/private_channels/:id/leave", Session, Data, extends, (*server).leavePrivateChannel},
		{post, "/private_channels/:id/archive", Session, Data, extends, (*server).archivePrivateChannel},

		{get, "/dms", Session, Data, keeps, (*server).directChannels},
		{post, "/dms/close", Session, Data, extends, (*server).closeDirectChannel},
		{get, "/unread_count", Session, Data, keeps, (*server).unreadCount},

		{get, "/users", Session, Data, keeps, (*server).users},
		{get, "/settings", Session, Data, keeps, (*server).settings},
		{post, "/settings", Session, Data, extends, (*server).saveSettings},
	}
}

// devRoutes are there under Config.Dev alone.
func devRoutes() []Route {
	return []Route{
		{get, "/gallery", Open, Page, keeps, (*server).gallery},
		{get, "/gallery/:component/:state", Open, Page, keeps, (*server).galleryState},
	}
}
