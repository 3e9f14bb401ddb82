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
	// Login is Session for what only a person may do who has logged in: a token is
	// refused.
	Login
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
	Limit Limit
	// Keyed lets the route's change be made once under a key; see takeKey.
	Keyed   Keyed
	handler func(*server, *request) error
}

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
	del  = fiber.MethodDelete

	livePath  = "/livez"
	readyPath = "/readyz"

	extends = true
	keeps   = false
)

// Routes is the whole URL table.
func Routes() []Route {
	return []Route{
		{get, livePath, Open, Data, keeps, Unlimited, unkeyed, (*server).live},
		{get, readyPath, Open, Data, keeps, Unlimited, unkeyed, (*server).ready},
		{get, "/service-worker.js", Open, Data, keeps, Unlimited, unkeyed, (*server).serviceWorker},
		{get, "/manifest.webmanifest", Open, Data, keeps, Unlimited, unkeyed, (*server).manifest},
		{get, "/offline", Open, Page, keeps, Unlimited, unkeyed, (*server).offline},
		{get, "/static/*", Open, Data, keeps, Unlimited, unkeyed, (*server).asset},

		{get, "/login", Open, Page, keeps, Unlimited, unkeyed, (*server).showLogin},
		{post, "/login", Open, Page, keeps, LoggingIn, unkeyed, (*server).login},
		{get, "/signup", Open, Page, keeps, Unlimited, unkeyed, (*server).showSignup},
		{post, "/signup", Open, Page, keeps, SigningUp, unkeyed, (*server).signup},
		{get, "/invite/:token", Open, Page, keeps, Resetting, unkeyed, (*server).showInvite},
		{post, "/invite/:token", Open, Page, keeps, SigningUp, unkeyed, (*server).useInvite},
		{post, "/logout", Session, Page, keeps, Unlimited, unkeyed, (*server).logout},
		{get, "/reset/:token", Open, Page, keeps, Resetting, unkeyed, (*server).showReset},
		{post, "/reset/:token", Open, Page, keeps, Resetting, unkeyed, (*server).reset},

		{get, "/", Session, Page, extends, Reading, unkeyed, (*server).home},
		{get, "/c/:channel", Session, Page, extends, Reading, unkeyed, (*server).channelPage},
		{get, "/m/:id", Session, Page, extends, Reading, unkeyed, (*server).messageAddress},
		{get, "/ui/live/:channel", Own, Data, keeps, Reading, unkeyed, (*server).poll},
		{get, "/ui/live", Own, Data, keeps, Reading, unkeyed, (*server).pollOfNoChannel},
		{get, "/ui/socket", Own, Data, keeps, OpeningSockets, unkeyed, (*server).socketOfNoChannel},
		{get, "/ui/socket/:channel", Own, Data, keeps, OpeningSockets, unkeyed, (*server).socket},
		{get, "/ui/messages/:channel/before", Session, Page, extends, Reading, unkeyed, (*server).showEarlier},
		{get, "/ui/messages/:channel/after", Session, Page, extends, Reading, unkeyed, (*server).showLater},
		{get, "/ui/messages/:channel/newest", Session, Page, extends, Reading, unkeyed, (*server).showNewest},
		{post, "/ui/send/:channel", Own, Page, extends, Sending, keyed, asForm((*server).sendForm)},
		{get, "/ui/files/:channel", Session, Page, extends, Reading, unkeyed, (*server).showUpload},
		{post, "/ui/files/:channel", Own, Page, extends, Uploading, keyed, asForm((*server).uploadForm)},
		{post, "/ui/file/:id/remove", Own, Page, extends, Changing, unkeyed, asForm((*server).dropFile)},
		{get, "/ui/reply/:id", Session, Page, extends, Reading, unkeyed, (*server).showReply},
		{get, "/ui/edit/:id", Session, Page, extends, Reading, unkeyed, (*server).showEdit},
		{post, "/ui/edit/:id", Own, Page, extends, Sending, keyed, asForm((*server).editForm)},
		{get, "/ui/delete/:id", Session, Page, extends, Reading, unkeyed, (*server).showDelete},
		{post, "/ui/delete/:id", Own, Page, extends, Sending, keyed, asForm((*server).deleteForm)},
		{get, "/ui/pin/:id", Session, Page, extends, Reading, unkeyed, (*server).showPin},
		{post, "/ui/pin/:id", Own, Page, extends, Sending, keyed, asForm((*server).pinForm)},
		{get, "/ui/channels/new", Session, Page, extends, Reading, unkeyed, (*server).showNewPublic},
		{post, "/ui/channels/create", Own, Page, extends, Creating, keyed, asForm((*server).createPublicForm)},
		{post, "/ui/channels/:channel/join", Own, Page, extends, Changing, keyed, asForm((*server).joinForm)},
		{get, "/ui/channels/:channel/leave", Session, Page, extends, Reading, unkeyed, (*server).showLeavePublic},
		{post, "/ui/channels/:channel/leave", Own, Page, extends, Changing, keyed, asForm((*server).leavePublicForm)},
		{get, "/ui/channels/:channel/archive", Session, Page, extends, Reading, unkeyed, (*server).showArchivePublic},
		{post, "/ui/channels/:channel/archive", Own, Page, extends, Inviting, keyed, asForm((*server).archivePublicForm)},
		{get, "/ui/channels/:channel/rename", Session, Page, extends, Reading, unkeyed, (*server).showRenamePublic},
		{post, "/ui/channels/:channel/rename", Own, Page, extends, Inviting, keyed, asForm((*server).renamePublicForm)},
		{post, "/ui/channels/:channel/restore", Own, Page, extends, Inviting, keyed, asForm((*server).restoreForm)},
		{get, "/ui/channels/:channel/topic", Session, Page, extends, Reading, unkeyed, (*server).showAbout},
		{post, "/ui/channels/:channel/topic", Own, Page, extends, Inviting, keyed, asForm((*server).aboutForm)},
		{get, "/ui/channels/:channel/pins", Session, Page, extends, Reading, unkeyed, (*server).showPins},
		{get, "/saved", Session, Page, extends, Reading, unkeyed, (*server).showSaved},
		{get, "/ui/save/:id", Session, Page, extends, Reading, unkeyed, (*server).showSave},
		{post, "/ui/save/:id", Own, Page, extends, Changing, keyed, asForm((*server).saveForm)},
		{get, "/ui/react/:id", Session, Page, extends, Reading, unkeyed, (*server).showReact},
		{post, "/ui/react/:id", Own, Page, extends, Reacting, keyed, asForm((*server).reactForm)},
		{post, "/ui/mark_read/:channel", Own, Page, keeps, MarkingRead, unkeyed, asForm((*server).markReadForm)},
		{get, "/ui/day/:channel", Session, Page, extends, Reading, unkeyed, (*server).showDay},
		{get, "/ui/link/:id", Session, Page, extends, Reading, unkeyed, (*server).showLink},
		{get, "/ui/mark_unread/:id", Session, Page, extends, Reading, unkeyed, (*server).showMarkUnread},
		{post, "/ui/mark_unread/:id", Own, Page, extends, Changing, keyed, asForm((*server).markUnreadForm)},
		{post, "/ui/mark_all_read", Own, Page, extends, MarkingRead, keyed, asForm((*server).markAllReadForm)},
		{get, "/ui/channel_settings/:channel", Session, Page, extends, Reading, unkeyed, (*server).showChannelSettings},
		{post, "/ui/channel_settings/:channel", Own, Page, extends, Changing, keyed, asForm((*server).channelSettingsForm)},
		{get, "/ui/sidebar_settings", Session, Page, extends, Reading, unkeyed, (*server).showSidebarSettings},
		{post, "/ui/sidebar_settings", Own, Page, extends, Changing, keyed, asForm((*server).sidebarSettingsForm)},
		{get, "/ui/receipts/:id", Session, Page, extends, Reading, unkeyed, (*server).showReceipts},

		{get, "/ui/account", Session, Page, extends, Reading, unkeyed, (*server).showAccount},
		{post, "/ui/presence/override", Own, Page, extends, Changing, keyed, asForm((*server).overrideForm)},
		{post, "/ui/account/status", Own, Page, extends, Changing, keyed, asForm((*server).statusForm)},
		{get, "/ui/account/profile", Session, Page, extends, Reading, unkeyed, (*server).showProfile},
		{post, "/ui/account/profile", Own, Page, extends, Changing, keyed, asForm((*server).profileForm)},
		{post, "/ui/account/picture", Own, Page, extends, Changing, unkeyed, asForm((*server).pictureForm)},
		{get, "/ui/people/:name", Session, Page, extends, Reading, unkeyed, (*server).showPerson},
		{get, "/ui/blocks", Session, Page, extends, Reading, unkeyed, (*server).showBlocks},
		{get, "/ui/block/:id", Session, Page, extends, Reading, unkeyed, (*server).showBlock},
		{post, "/ui/blocks/add", Own, Page, extends, Changing, keyed, asForm((*server).blockForm)},
		{post, "/ui/blocks/remove", Own, Page, extends, Changing, keyed, asForm((*server).unblockForm)},
		{post, "/ui/look", Own, Page, extends, Changing, keyed, asForm((*server).lookForm)},
		{post, "/ui/settings", Own, Page, extends, Changing, keyed, asForm((*server).settingsForm)},
		{get, "/ui/notices", Own, Data, keeps, Reading, unkeyed, (*server).standingNotices},
		{get, "/ui/notifications", Session, Page, extends, Reading, unkeyed, (*server).showNotifications},
		{post, "/ui/notifications", Own, Page, extends, Changing, keyed, asForm((*server).notificationsForm)},
		{post, "/ui/notifications/pause", Own, Page, extends, Changing, keyed, asForm((*server).pauseForm)},
		{get, "/ui/mentions", Session, Page, extends, Reading, unkeyed, (*server).showMentions},
		{get, "/ui/emoji", Session, Data, keeps, Searching, unkeyed, (*server).showEmojiOptions},
		{get, "/ui/mentions/people", Session, Data, keeps, Searching, unkeyed, (*server).showMentionable},
		{get, "/ui/switcher", Session, Page, extends, Reading, unkeyed, (*server).showSwitcher},
		{get, "/ui/switcher/found", Session, Data, keeps, Searching, unkeyed, (*server).showDestinations},
		{get, "/ui/shortcuts", Session, Page, extends, Reading, unkeyed, (*server).showShortcuts},
		{get, "/ui/account/password", Session, Page, extends, Reading, unkeyed, (*server).showPassword},
		{post, "/ui/account/password", Own, Page, extends, Changing, unkeyed, asForm((*server).passwordForm)},
		{get, "/ui/account/sessions", Session, Page, extends, Reading, unkeyed, (*server).showSessions},
		{post, "/ui/account/sessions/end", Own, Page, extends, Changing, keyed, asForm((*server).endSessionForm)},
		{post, "/ui/account/sessions/end_all", Own, Page, keeps, Changing, unkeyed, (*server).signOutEverywhereForm},
		{get, "/ui/account/end", Session, Page, extends, Reading, unkeyed, (*server).showEndAccount},
		{post, "/ui/account/export", Own, Page, extends, Exporting, unkeyed, (*server).exportAccount},
		{post, "/ui/account/end", Own, Page, keeps, Changing, unkeyed, (*server).endAccountForm},
		{get, "/ui/programs", Session, Page, extends, Reading, unkeyed, (*server).showPrograms},
		{post, "/ui/tokens/create", Own, Page, extends, Inviting, keyed, asForm((*server).createTokenForm)},
		{post, "/ui/tokens/:id/end", Own, Page, extends, Inviting, keyed, asForm((*server).endTokenForm)},
		{post, "/ui/bots/create", Own, Page, extends, Creating, keyed, asForm((*server).createBotForm)},
		{post, "/ui/webhooks/create", Own, Page, extends, Inviting, keyed, asForm((*server).createHookForm)},
		{post, "/ui/webhooks/:id/end", Own, Page, extends, Inviting, keyed, asForm((*server).endHookForm)},
		{get, "/admin", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showPeople)},
		{get, "/admin/settings", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showServerSettings)},
		{get, "/admin/remove", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showRemovePerson)},
		{get, "/admin/channels", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showAdminChannels)},
		{get, "/admin/usage", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showUsage)},
		{get, "/admin/audit", Session, Page, extends, Reading, unkeyed, forAdministrators((*server).showAudit)},
		{post, "/ui/admin/administrator", Own, Page, extends, Changing, keyed, asForm(forAdministrators((*server).administratorForm))},
		{post, "/ui/admin/sign_out", Own, Page, extends, Changing, keyed, asForm(forAdministrators(personForm((*server).signOutAccount)))},
		{post, "/ui/admin/reset_link", Own, Page, extends, Changing, keyed, asForm(forAdministrators((*server).resetLinkForm))},
		{post, "/ui/admin/deactivate", Own, Page, extends, Changing, keyed, asForm(forAdministrators(personForm((*server).deactivateOther)))},
		{post, "/ui/admin/reactivate", Own, Page, extends, Changing, keyed, asForm(forAdministrators(personForm((*server).reactivateOther)))},
		{post, "/ui/admin/remove", Own, Page, extends, Changing, keyed, asForm(forAdministrators((*server).removePersonForm))},
		{post, "/ui/admin/take_over", Own, Page, extends, Changing, keyed, asForm(forAdministrators((*server).takeOverForm))},
		{post, "/ui/admin/settings", Own, Page, extends, Changing, keyed, asForm(forAdministrators((*server).serverSettingsForm))},
		{get, "/invites", Session, Page, extends, Reading, unkeyed, (*server).showInvites},
		{post, "/ui/invites/create", Own, Page, extends, Changing, keyed, asForm((*server).createInviteForm)},
		{post, "/ui/invites/end", Own, Page, extends, Changing, keyed, asForm((*server).endInviteForm)},
		{get, "/ui/users/search", Session, Data, keeps, Searching, unkeyed, (*server).showUsersFound},
		{get, "/ui/dms/new", Session, Page, extends, Reading, unkeyed, (*server).showNewDirect},
		{post, "/ui/dms/open", Own, Page, extends, Changing, unkeyed, asForm((*server).openDirectForm)},
		{post, "/ui/dms/close", Own, Page, extends, Changing, keyed, asForm((*server).closeDirectForm)},

		{get, "/ui/channels/:channel/members", Session, Page, extends, Reading, unkeyed, (*server).showMembers},
		{get, "/ui/private_channels/new", Session, Page, extends, Reading, unkeyed, (*server).showNewChannel},
		{post, "/ui/private_channels/create", Own, Page, extends, Creating, keyed, asForm((*server).createChannelForm)},
		{get, "/ui/private_channels/:id/members", Session, Page, extends, Reading, unkeyed, (*server).showPrivateMembers},
		{get, "/ui/private_channels/:id/rename", Session, Page, extends, Reading, unkeyed, (*server).showRename},
		{post, "/ui/private_channels/:id/rename", Own, Page, extends, Inviting, keyed, asForm((*server).renameForm)},
		{get, "/ui/private_channels/:id/add_member", Session, Page, extends, Reading, unkeyed, (*server).showAddMember},
		{post, "/ui/private_channels/:id/add_member", Own, Page, extends, Inviting, keyed, asForm((*server).addMemberForm)},
		{get, "/ui/private_channels/:id/remove_member", Session, Page, extends, Reading, unkeyed, (*server).showRemoveMember},
		{post, "/ui/private_channels/:id/remove_member", Own, Page, extends, Inviting, keyed, asForm((*server).removeMemberForm)},
		{get, "/ui/private_channels/:id/leave", Session, Page, extends, Reading, unkeyed, (*server).showLeave},
		{post, "/ui/private_channels/:id/leave", Own, Page, extends, Inviting, keyed, asForm((*server).leaveForm)},
		{post, "/ui/private_channels/:id/accept", Own, Page, extends, Inviting, keyed, asForm((*server).acceptAgainForm)},
		{get, "/ui/private_channels/:id/archive", Session, Page, extends, Reading, unkeyed, (*server).showArchive},
		{post, "/ui/private_channels/:id/archive", Own, Page, extends, Inviting, keyed, asForm((*server).archiveForm)},

		{post, "/presence", Silent, Data, keeps, Reporting, unkeyed, withoutToken((*server).reportPresence)},
		{get, "/presence/override", Silent, Data, keeps, Reading, unkeyed, (*server).override},
		{post, "/presence/override", Silent, Data, extends, Changing, keyed, withoutToken((*server).chooseOverride)},
		{get, "/online_users", Session, Data, keeps, Reading, unkeyed, (*server).onlineUsers},
		{get, "/typing/:channel", Silent, Data, keeps, Reading, unkeyed, (*server).whoTypes},
		{post, "/typing/:channel", Silent, Data, keeps, Typing, unkeyed, withoutToken((*server).startTyping)},
		{del, "/typing/:channel", Silent, Data, keeps, Typing, unkeyed, withoutToken((*server).stopTyping)},

		{get, "/channels", Session, Data, keeps, Reading, unkeyed, (*server).channels},
		{get, "/channel_settings", Session, Data, keeps, Reading, unkeyed, (*server).channelSettings},
		{post, "/channel_settings/:channel", Session, Data, extends, Changing, keyed, (*server).setChannelSettings},
		{get, "/sidebar_settings", Session, Data, keeps, Reading, unkeyed, (*server).sidebarSettings},
		{post, "/sidebar_settings", Session, Data, extends, Changing, keyed, (*server).setSidebarSettings},
		{get, "/public_channels", Session, Data, keeps, Reading, unkeyed, (*server).publicChannels},
		{post, "/public_channels/create", Session, Data, extends, Creating, keyed, forPeople((*server).createPublicChannel)},
		{post, "/public_channels/:channel/join", Session, Data, extends, Changing, keyed, (*server).joinChannel},
		{post, "/public_channels/:channel/leave", Session, Data, extends, Changing, keyed, (*server).leaveChannel},
		{post, "/public_channels/:channel/archive", Session, Data, extends, Inviting, keyed, (*server).archiveChannel},
		{post, "/public_channels/:channel/rename", Session, Data, extends, Inviting, keyed, (*server).renameChannel},
		{post, "/public_channels/:channel/restore", Session, Data, extends, Inviting, keyed, (*server).restoreChannel},
		{get, "/channel_unreads", Session, Data, keeps, Reading, unkeyed, (*server).channelUnreads},
		{get, "/channel_members/:channel", Session, Data, keeps, Reading, unkeyed, (*server).channelMembers},
		{get, "/messages/:channel", Session, Data, keeps, Reading, unkeyed, (*server).messages},
		{get, "/messages_before/:channel", Session, Data, keeps, Reading, unkeyed, (*server).messagesBefore},
		{post, "/files", Session, Data, extends, Uploading, keyed, (*server).uploadFiles},
		{get, "/files/:id/:name", Session, Data, keeps, Reading, unkeyed, (*server).sendFile},
		{get, "/thumbnails/:id", Session, Data, keeps, Reading, unkeyed, (*server).sendThumbnail},
		{get, "/message/:msg_id", Session, Data, keeps, Reading, unkeyed, (*server).message},
		{get, "/search", Session, Data, keeps, Searching, unkeyed, (*server).search},
		{post, "/send/:channel", Session, Data, extends, Sending, keyed, (*server).send},
		{post, "/edit/:msg_id", Session, Data, extends, Sending, keyed, (*server).edit},
		{post, "/delete/:msg_id", Session, Data, extends, Sending, keyed, (*server).deleteMessage},
		{post, "/react/:msg_id", Session, Data, extends, Reacting, keyed, (*server).react},

		{get, "/topic/:channel", Session, Data, keeps, Reading, unkeyed, (*server).about},
		{post, "/topic/:channel", Session, Data, extends, Inviting, keyed, (*server).setAbout},
		{get, "/pins/:channel", Session, Data, keeps, Reading, unkeyed, (*server).pins},
		{post, "/pin/:msg_id", Session, Data, extends, Sending, keyed, (*server).pin},
		{post, "/unpin/:msg_id", Session, Data, extends, Sending, keyed, (*server).unpin},
		{get, "/saved_messages", Session, Data, keeps, Reading, unkeyed, (*server).savedMessages},
		{post, "/save/:msg_id", Session, Data, extends, Changing, keyed, (*server).save},
		{post, "/unsave/:msg_id", Session, Data, extends, Changing, keyed, (*server).unsave},

		{post, "/mark_read/:channel", Session, Data, keeps, MarkingRead, unkeyed, forPeople((*server).markRead)},
		{post, "/mark_unread/:msg_id", Session, Data, extends, Changing, keyed, forPeople((*server).markUnread)},
		{post, "/mark_all_read", Session, Data, extends, MarkingRead, keyed, forPeople((*server).markAllRead)},
		{get, "/read_receipts/:channel", Session, Data, keeps, Reading, unkeyed, (*server).readReceipts},
		{get, "/read_receipts/:channel/:msg_id", Session, Data, keeps, Reading, unkeyed, (*server).receipts},
		{get, "/last_read/:channel", Session, Data, keeps, Reading, unkeyed, (*server).lastRead},

		{get, "/blocks", Session, Data, keeps, Reading, unkeyed, (*server).blocked},
		{post, "/blocks/add", Session, Data, extends, Changing, keyed, (*server).block},
		{post, "/blocks/remove", Session, Data, extends, Changing, keyed, (*server).unblock},

		{get, "/private_channels", Session, Data, keeps, Reading, unkeyed, (*server).privateChannels},
		{post, "/private_channels/create", Session, Data, extends, Creating, keyed, forPeople((*server).createPrivateChannel)},
		{get, "/private_channels/:id/members", Session, Data, keeps, Reading, unkeyed, (*server).privateMembers},
		{post, "/private_channels/:id/rename", Session, Data, extends, Inviting, keyed, (*server).renamePrivateChannel},
		{post, "/private_channels/:id/add_member", Session, Data, extends, Inviting, keyed, (*server).addMember},
		{post, "/private_channels/:id/remove_member", Session, Data, extends, Inviting, keyed, (*server).removeMember},
		{post, "/private_channels/:id/leave", Session, Data, extends, Inviting, keyed, (*server).leavePrivateChannel},
		{get, "/declined_channels", Session, Data, keeps, Reading, unkeyed, (*server).declined},
		{post, "/private_channels/:id/accept", Session, Data, extends, Inviting, keyed, (*server).acceptAgain},
		{post, "/private_channels/:id/archive", Session, Data, extends, Inviting, keyed, (*server).archivePrivateChannel},

		{get, "/dms", Session, Data, keeps, Reading, unkeyed, (*server).directChannels},
		{post, "/dms/close", Session, Data, extends, Changing, keyed, (*server).closeDirectChannel},
		{get, "/unread_count", Session, Data, keeps, Reading, unkeyed, (*server).unreadCount},

		{get, "/mentions", Session, Data, keeps, Reading, unkeyed, (*server).mentions},
		{get, "/users", Session, Data, keeps, Reading, unkeyed, (*server).users},
		{post, "/account/password", Login, Data, extends, Changing, unkeyed, (*server).changePassword},
		{get, "/account/sessions", Login, Data, keeps, Reading, unkeyed, (*server).listSessions},
		{post, "/account/sessions/end", Login, Data, extends, Changing, keyed, (*server).endSession},
		{post, "/account/sessions/end_all", Login, Data, keeps, Changing, unkeyed, (*server).signOutEverywhere},
		{post, "/account/export", Login, Data, extends, Exporting, unkeyed, (*server).exportAccount},
		{post, "/account/deactivate", Login, Data, keeps, Changing, unkeyed, (*server).deactivateAccount},
		{post, "/account/remove", Login, Data, keeps, Changing, unkeyed, (*server).removeOwnAccount},
		{get, "/tokens", Login, Data, keeps, Reading, unkeyed, (*server).listTokens},
		{post, "/tokens", Login, Data, extends, Inviting, keyed, (*server).createToken},
		{post, "/tokens/:id/end", Login, Data, extends, Inviting, keyed, (*server).endToken},
		{get, "/bots", Login, Data, keeps, Reading, unkeyed, (*server).listBots},
		{post, "/bots", Login, Data, extends, Creating, keyed, (*server).createBot},
		{get, "/webhooks", Login, Data, keeps, Reading, unkeyed, (*server).listHooks},
		{post, "/webhooks", Login, Data, extends, Inviting, keyed, (*server).createHook},
		{post, "/webhooks/:id/end", Login, Data, extends, Inviting, keyed, (*server).endHook},
		{post, "/hooks/:secret", Open, Data, keeps, CallingHooks, unkeyed, (*server).postByHook},

		{get, "/notifications", Session, Data, keeps, Reading, unkeyed, (*server).notifications},
		{post, "/notifications", Session, Data, extends, Changing, keyed, forPeople((*server).changeNotifications)},
		{get, "/push", Login, Data, keeps, Reading, unkeyed, (*server).showPush},
		{post, "/push/subscribe", Login, Data, extends, Changing, keyed, (*server).subscribePush},
		{post, "/push/unsubscribe", Login, Data, extends, Changing, unkeyed, (*server).unsubscribePush},
		{get, "/look", Session, Data, keeps, Reading, unkeyed, (*server).look},
		{post, "/look", Session, Data, extends, Changing, keyed, (*server).saveLook},
		{get, "/administration/people", Login, Data, keeps, Reading, unkeyed, forAdministrators((*server).listPeople)},
		{post, "/administration/people/:username/administrator", Login, Data, extends, Changing, keyed, forAdministrators((*server).setAdministrator)},
		{post, "/administration/people/:username/sign_out", Login, Data, extends, Changing, keyed, forAdministrators(person((*server).signOutAccount))},
		{post, "/administration/people/:username/deactivate", Login, Data, extends, Changing, keyed, forAdministrators(person((*server).deactivateOther))},
		{post, "/administration/people/:username/reactivate", Login, Data, extends, Changing, keyed, forAdministrators(person((*server).reactivateOther))},
		{post, "/administration/people/:username/remove", Login, Data, extends, Changing, keyed, forAdministrators((*server).removePerson)},
		{post, "/administration/people/:username/reset_link", Login, Data, extends, Changing, keyed, forAdministrators((*server).createResetLink)},
		{get, "/administration/channels", Login, Data, keeps, Reading, unkeyed, forAdministrators((*server).adminChannels)},
		{post, "/administration/channels/:id/take_over", Login, Data, extends, Changing, keyed, forAdministrators((*server).takeOver)},
		{get, "/administration/settings", Login, Data, keeps, Reading, unkeyed, forAdministrators((*server).serverSettings)},
		{post, "/administration/settings", Login, Data, extends, Changing, keyed, forAdministrators((*server).saveServerSettings)},
		{get, "/administration/usage", Login, Data, keeps, Reading, unkeyed, forAdministrators((*server).usage)},
		{get, "/administration/audit", Login, Data, keeps, Reading, unkeyed, forAdministrators((*server).auditLog)},
		{get, "/invite_links", Login, Data, keeps, Reading, unkeyed, (*server).listInvites},
		{post, "/invite_links", Login, Data, extends, Changing, keyed, (*server).createInvite},
		{post, "/invite_links/:id/end", Login, Data, extends, Changing, keyed, (*server).endInvite},

		{get, "/people/:name", Session, Data, keeps, Reading, unkeyed, (*server).person},
		{get, "/people/:name/picture", Session, Data, keeps, Reading, unkeyed, (*server).picture},
		{post, "/profile/picture", Session, Data, extends, Changing, unkeyed, (*server).setPicture},
		{post, "/profile", Session, Data, extends, Changing, keyed, (*server).saveProfile},
		{post, "/status", Session, Data, extends, Changing, keyed, forPeople((*server).setStatus)},
		{get, "/settings", Session, Data, keeps, Reading, unkeyed, (*server).settings},
		{post, "/settings", Session, Data, extends, Changing, keyed, (*server).saveSettings},

		{get, "/activity", Session, Data, keeps, Reading, unkeyed, (*server).activity},
		{get, "/ui/activity", Own, Data, keeps, Reading, unkeyed, (*server).newActivity},
		{get, "/ui/search/options", Session, Data, keeps, Searching, unkeyed, (*server).showSearchOptions},
	}
}

// devRoutes are there under Config.Dev alone.
func devRoutes() []Route {
	return []Route{
		{get, "/gallery", Open, Page, keeps, Unlimited, unkeyed, (*server).gallery},
		{get, "/gallery/:component/:state", Open, Page, keeps, Unlimited, unkeyed, (*server).galleryState},
	}
}
