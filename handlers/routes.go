package handlers

import (
	"github.com/gofiber/fiber/v2"

	"minimost/handlers/admin"
	"minimost/handlers/program"
	"minimost/handlers/web"
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
	del  = fiber.MethodDelete

	extends = true
	keeps   = false

	keyed   = true
	unkeyed = false
)

// Routes is the whole URL table, as the documents and tests read it.
func Routes() []web.Route { return new(server).routes() }

// row is a route as the table has it: its values in their order, without names.
type row web.Route

func (s *server) routes() []web.Route {
	return routesOf([]row{
		{get, web.LivePath, web.Open, web.Data, keeps, web.Unlimited, unkeyed, s.live},
		{get, web.ReadyPath, web.Open, web.Data, keeps, web.Unlimited, unkeyed, s.ready},
		{get, "/service-worker.js", web.Open, web.Data, keeps, web.Unlimited, unkeyed, s.serviceWorker},
		{get, "/manifest.webmanifest", web.Open, web.Data, keeps, web.Unlimited, unkeyed, s.manifest},
		{get, "/offline", web.Open, web.Page, keeps, web.Unlimited, unkeyed, s.offline},
		{get, "/static/*", web.Open, web.Data, keeps, web.Unlimited, unkeyed, s.asset},

		{get, "/login", web.Open, web.Page, keeps, web.Unlimited, unkeyed, s.account.ShowLogin},
		{post, "/login", web.Open, web.Page, keeps, web.LoggingIn, unkeyed, s.account.Login},
		{get, "/signup", web.Open, web.Page, keeps, web.Unlimited, unkeyed, s.account.ShowSignup},
		{post, "/signup", web.Open, web.Page, keeps, web.SigningUp, unkeyed, s.account.SignUp},
		{get, "/invite/:token", web.Open, web.Page, keeps, web.Resetting, unkeyed, s.account.ShowInvite},
		{post, "/invite/:token", web.Open, web.Page, keeps, web.SigningUp, unkeyed, s.account.UseInvite},
		{post, "/logout", web.Session, web.Page, keeps, web.Unlimited, unkeyed, s.account.Logout},
		{get, "/reset/:token", web.Open, web.Page, keeps, web.Resetting, unkeyed, s.account.ShowReset},
		{post, "/reset/:token", web.Open, web.Page, keeps, web.Resetting, unkeyed, s.account.Reset},

		{get, "/", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.Home},
		{get, "/c/:channel", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ChannelPage},
		{get, "/m/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.MessageAddress},
		{get, "/ui/live/:channel", web.Own, web.Data, keeps, web.Reading, unkeyed, s.presence.Poll},
		{get, "/ui/live", web.Own, web.Data, keeps, web.Reading, unkeyed, s.presence.PollOfNoChannel},
		{get, "/ui/socket", web.Own, web.Data, keeps, web.OpeningSockets, unkeyed, s.presence.SocketOfNoChannel},
		{get, "/ui/socket/:channel", web.Own, web.Data, keeps, web.OpeningSockets, unkeyed, s.presence.Socket},
		{get, "/ui/messages/:channel/before", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowEarlier},
		{get, "/ui/messages/:channel/after", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowLater},
		{get, "/ui/messages/:channel/newest", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowNewest},
		{post, "/ui/send/:channel", web.Own, web.Page, extends, web.Sending, keyed, s.AsForm(s.message.SendForm)},
		{get, "/ui/files/:channel", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowUpload},
		{post, "/ui/files/:channel", web.Own, web.Page, extends, web.Uploading, keyed, s.AsForm(s.message.UploadForm)},
		{post, "/ui/file/:id/remove", web.Own, web.Page, extends, web.Changing, unkeyed, s.AsForm(s.message.DropFile)},
		{get, "/ui/reply/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowReply},
		{get, "/ui/edit/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowEdit},
		{post, "/ui/edit/:id", web.Own, web.Page, extends, web.Sending, keyed, s.AsForm(s.message.EditForm)},
		{get, "/ui/delete/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowDelete},
		{post, "/ui/delete/:id", web.Own, web.Page, extends, web.Sending, keyed, s.AsForm(s.message.DeleteForm)},
		{get, "/ui/pin/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowPin},
		{post, "/ui/pin/:id", web.Own, web.Page, extends, web.Sending, keyed, s.AsForm(s.message.PinForm)},
		{get, "/ui/channels/new", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowNewPublic},
		{post, "/ui/channels/create", web.Own, web.Page, extends, web.Creating, keyed, s.AsForm(s.channel.CreatePublicForm)},
		{post, "/ui/channels/:channel/join", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.channel.JoinForm)},
		{get, "/ui/channels/:channel/leave", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowLeavePublic},
		{post, "/ui/channels/:channel/leave", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.channel.LeavePublicForm)},
		{get, "/ui/channels/:channel/archive", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowArchivePublic},
		{post, "/ui/channels/:channel/archive", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.ArchivePublicForm)},
		{get, "/ui/channels/:channel/rename", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowRenamePublic},
		{post, "/ui/channels/:channel/rename", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.RenamePublicForm)},
		{post, "/ui/channels/:channel/restore", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.RestoreForm)},
		{get, "/ui/channels/:channel/topic", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowAbout},
		{post, "/ui/channels/:channel/topic", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.AboutForm)},
		{get, "/ui/channels/:channel/pins", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowPins},
		{get, "/saved", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowSaved},
		{get, "/ui/save/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowSave},
		{post, "/ui/save/:id", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.message.SaveForm)},
		{get, "/ui/react/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowReact},
		{post, "/ui/react/:id", web.Own, web.Page, extends, web.Reacting, keyed, s.AsForm(s.message.ReactForm)},
		{post, "/ui/mark_read/:channel", web.Own, web.Page, keeps, web.MarkingRead, unkeyed, s.AsForm(s.message.MarkReadForm)},
		{get, "/ui/day/:channel", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowDay},
		{get, "/ui/link/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.admin.ShowLink},
		{get, "/ui/mark_unread/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowMarkUnread},
		{post, "/ui/mark_unread/:id", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.message.MarkUnreadForm)},
		{post, "/ui/mark_all_read", web.Own, web.Page, extends, web.MarkingRead, keyed, s.AsForm(s.message.MarkAllReadForm)},
		{get, "/ui/channel_settings/:channel", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowChannelSettings},
		{post, "/ui/channel_settings/:channel", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.channel.ChannelSettingsForm)},
		{get, "/ui/sidebar_settings", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowSidebarSettings},
		{post, "/ui/sidebar_settings", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.channel.SidebarSettingsForm)},
		{get, "/ui/receipts/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowReceipts},

		{get, "/ui/account", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowAccount},
		{post, "/ui/presence/override", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.OverrideForm)},
		{post, "/ui/account/status", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.StatusForm)},
		{get, "/ui/account/profile", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowProfile},
		{post, "/ui/account/profile", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.ProfileForm)},
		{post, "/ui/account/picture", web.Own, web.Page, extends, web.Changing, unkeyed, s.AsForm(s.account.PictureForm)},
		{get, "/ui/people/:name", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowPerson},
		{get, "/ui/blocks", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowBlocks},
		{get, "/ui/block/:id", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowBlock},
		{post, "/ui/blocks/add", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.BlockForm)},
		{post, "/ui/blocks/remove", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.UnblockForm)},
		{post, "/ui/look", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.LookForm)},
		{post, "/ui/settings", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.SettingsForm)},
		{get, "/ui/notices", web.Own, web.Data, keeps, web.Reading, unkeyed, s.account.StandingNotices},
		{get, "/ui/notifications", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowNotifications},
		{post, "/ui/notifications", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.NotificationsForm)},
		{post, "/ui/notifications/pause", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.PauseForm)},
		{get, "/ui/mentions", web.Session, web.Page, extends, web.Reading, unkeyed, s.message.ShowMentions},
		{get, "/ui/emoji", web.Session, web.Data, keeps, web.Searching, unkeyed, s.message.ShowEmojiOptions},
		{get, "/ui/mentions/people", web.Session, web.Data, keeps, web.Searching, unkeyed, s.message.ShowMentionable},
		{get, "/ui/switcher", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowSwitcher},
		{get, "/ui/switcher/found", web.Session, web.Data, keeps, web.Searching, unkeyed, s.channel.ShowDestinations},
		{get, "/ui/shortcuts", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowShortcuts},
		{get, "/ui/account/password", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowPassword},
		{post, "/ui/account/password", web.Own, web.Page, extends, web.Changing, unkeyed, s.AsForm(s.account.PasswordForm)},
		{get, "/ui/account/sessions", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowSessions},
		{post, "/ui/account/sessions/end", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.account.EndSessionForm)},
		{post, "/ui/account/sessions/end_all", web.Own, web.Page, keeps, web.Changing, unkeyed, s.account.SignOutEverywhereForm},
		{get, "/ui/account/end", web.Session, web.Page, extends, web.Reading, unkeyed, s.account.ShowEndAccount},
		{post, "/ui/account/export", web.Own, web.Page, extends, web.Exporting, unkeyed, s.admin.ExportAccount},
		{post, "/ui/account/end", web.Own, web.Page, keeps, web.Changing, unkeyed, s.account.EndAccountForm},
		{get, "/ui/programs", web.Session, web.Page, extends, web.Reading, unkeyed, s.program.ShowPrograms},
		{post, "/ui/tokens/create", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.program.CreateTokenForm)},
		{post, "/ui/tokens/:id/end", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.program.EndTokenForm)},
		{post, "/ui/bots/create", web.Own, web.Page, extends, web.Creating, keyed, s.AsForm(s.program.CreateBotForm)},
		{post, "/ui/webhooks/create", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.program.CreateHookForm)},
		{post, "/ui/webhooks/:id/end", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.program.EndHookForm)},
		{get, "/admin", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowPeople)},
		{get, "/admin/settings", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowServerSettings)},
		{get, "/admin/remove", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowRemovePerson)},
		{get, "/admin/channels", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowAdminChannels)},
		{get, "/admin/usage", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowUsage)},
		{get, "/admin/audit", web.Session, web.Page, extends, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ShowAudit)},
		{post, "/ui/admin/administrator", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.AdministratorForm))},
		{post, "/ui/admin/sign_out", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.PersonForm(s.admin.SignOutAccount)))},
		{post, "/ui/admin/reset_link", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.ResetLinkForm))},
		{post, "/ui/admin/deactivate", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.PersonForm(s.admin.DeactivateOther)))},
		{post, "/ui/admin/reactivate", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.PersonForm(s.admin.ReactivateOther)))},
		{post, "/ui/admin/remove", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.RemovePersonForm))},
		{post, "/ui/admin/take_over", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.TakeOverForm))},
		{post, "/ui/admin/settings", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(admin.ForAdministrators(s.admin.ServerSettingsForm))},
		{get, "/invites", web.Session, web.Page, extends, web.Reading, unkeyed, s.admin.ShowInvites},
		{post, "/ui/invites/create", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.admin.CreateInviteForm)},
		{post, "/ui/invites/end", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.admin.EndInviteForm)},
		{get, "/ui/users/search", web.Session, web.Data, keeps, web.Searching, unkeyed, s.channel.ShowUsersFound},
		{get, "/ui/dms/new", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowNewDirect},
		{post, "/ui/dms/open", web.Own, web.Page, extends, web.Changing, unkeyed, s.AsForm(s.channel.OpenDirectForm)},
		{post, "/ui/dms/close", web.Own, web.Page, extends, web.Changing, keyed, s.AsForm(s.channel.CloseDirectForm)},

		{get, "/ui/channels/:channel/members", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowMembers},
		{get, "/ui/private_channels/new", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowNewChannel},
		{post, "/ui/private_channels/create", web.Own, web.Page, extends, web.Creating, keyed, s.AsForm(s.channel.CreateChannelForm)},
		{get, "/ui/private_channels/:id/members", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowPrivateMembers},
		{get, "/ui/private_channels/:id/rename", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowRename},
		{post, "/ui/private_channels/:id/rename", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.RenameForm)},
		{get, "/ui/private_channels/:id/add_member", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowAddMember},
		{post, "/ui/private_channels/:id/add_member", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.AddMemberForm)},
		{get, "/ui/private_channels/:id/remove_member", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowRemoveMember},
		{post, "/ui/private_channels/:id/remove_member", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.RemoveMemberForm)},
		{get, "/ui/private_channels/:id/leave", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowLeave},
		{post, "/ui/private_channels/:id/leave", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.LeaveForm)},
		{post, "/ui/private_channels/:id/accept", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.account.AcceptAgainForm)},
		{get, "/ui/private_channels/:id/archive", web.Session, web.Page, extends, web.Reading, unkeyed, s.channel.ShowArchive},
		{post, "/ui/private_channels/:id/archive", web.Own, web.Page, extends, web.Inviting, keyed, s.AsForm(s.channel.ArchiveForm)},

		{post, "/presence", web.Silent, web.Data, keeps, web.Reporting, unkeyed, web.WithoutToken(s.presence.ReportPresence)},
		{get, "/presence/override", web.Silent, web.Data, keeps, web.Reading, unkeyed, s.presence.Override},
		{post, "/presence/override", web.Silent, web.Data, extends, web.Changing, keyed, web.WithoutToken(s.presence.ChooseOverride)},
		{get, "/online_users", web.Session, web.Data, keeps, web.Reading, unkeyed, s.presence.OnlineUsers},
		{get, "/typing/:channel", web.Silent, web.Data, keeps, web.Reading, unkeyed, s.presence.WhoTypes},
		{post, "/typing/:channel", web.Silent, web.Data, keeps, web.Typing, unkeyed, web.WithoutToken(s.presence.StartTyping)},
		{del, "/typing/:channel", web.Silent, web.Data, keeps, web.Typing, unkeyed, web.WithoutToken(s.presence.StopTyping)},

		{get, "/channels", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.Channels},
		{get, "/channel_settings", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.ChannelSettings},
		{get, "/drafts", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Drafts},
		{post, "/drafts/:channel", web.Session, web.Data, extends, web.Typing, unkeyed, s.message.SaveDraft},
		{post, "/channel_settings/:channel", web.Session, web.Data, extends, web.Changing, keyed, s.channel.SetChannelSettings},
		{get, "/sidebar_settings", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.SidebarSettings},
		{post, "/sidebar_settings", web.Session, web.Data, extends, web.Changing, keyed, s.channel.SetSidebarSettings},
		{get, "/public_channels", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.PublicChannels},
		{post, "/public_channels/create", web.Session, web.Data, extends, web.Creating, keyed, program.ForPeople(s.channel.CreatePublicChannel)},
		{post, "/public_channels/:channel/join", web.Session, web.Data, extends, web.Changing, keyed, s.channel.JoinChannel},
		{post, "/public_channels/:channel/leave", web.Session, web.Data, extends, web.Changing, keyed, s.channel.LeaveChannel},
		{post, "/public_channels/:channel/archive", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.ArchiveChannel},
		{post, "/public_channels/:channel/rename", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.RenameChannel},
		{post, "/public_channels/:channel/restore", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.RestoreChannel},
		{get, "/channel_unreads", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.ChannelUnreads},
		{get, "/channel_members/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.ChannelMembers},
		{get, "/messages/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Messages},
		{get, "/messages_before/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.MessagesBefore},
		{post, "/files", web.Session, web.Data, extends, web.Uploading, keyed, s.message.UploadFiles},
		{get, "/files/:id/:name", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.SendFile},
		{get, "/thumbnails/:id", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.SendThumbnail},
		{get, "/message/:msg_id", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Message},
		{get, "/search", web.Session, web.Data, keeps, web.Searching, unkeyed, s.message.Search},
		{post, "/send/:channel", web.Session, web.Data, extends, web.Sending, keyed, s.message.Send},
		{post, "/edit/:msg_id", web.Session, web.Data, extends, web.Sending, keyed, s.message.Edit},
		{post, "/delete/:msg_id", web.Session, web.Data, extends, web.Sending, keyed, s.message.DeleteMessage},
		{post, "/react/:msg_id", web.Session, web.Data, extends, web.Reacting, keyed, s.message.React},

		{get, "/topic/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.About},
		{post, "/topic/:channel", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.SetAbout},
		{get, "/pins/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Pins},
		{post, "/pin/:msg_id", web.Session, web.Data, extends, web.Sending, keyed, s.message.Pin},
		{post, "/unpin/:msg_id", web.Session, web.Data, extends, web.Sending, keyed, s.message.Unpin},
		{get, "/saved_messages", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.SavedMessages},
		{post, "/save/:msg_id", web.Session, web.Data, extends, web.Changing, keyed, s.message.Save},
		{post, "/unsave/:msg_id", web.Session, web.Data, extends, web.Changing, keyed, s.message.Unsave},

		{post, "/mark_read/:channel", web.Session, web.Data, keeps, web.MarkingRead, unkeyed, program.ForPeople(s.message.MarkRead)},
		{post, "/mark_unread/:msg_id", web.Session, web.Data, extends, web.Changing, keyed, program.ForPeople(s.message.MarkUnread)},
		{post, "/mark_all_read", web.Session, web.Data, extends, web.MarkingRead, keyed, program.ForPeople(s.message.MarkAllRead)},
		{get, "/read_receipts/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.ReadReceipts},
		{get, "/read_receipts/:channel/:msg_id", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Receipts},
		{get, "/last_read/:channel", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.LastRead},

		{get, "/blocks", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Blocked},
		{post, "/blocks/add", web.Session, web.Data, extends, web.Changing, keyed, s.account.Block},
		{post, "/blocks/remove", web.Session, web.Data, extends, web.Changing, keyed, s.account.Unblock},

		{get, "/private_channels", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.PrivateChannels},
		{post, "/private_channels/create", web.Session, web.Data, extends, web.Creating, keyed, program.ForPeople(s.channel.CreatePrivateChannel)},
		{get, "/private_channels/:id/members", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.PrivateMembers},
		{post, "/private_channels/:id/rename", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.RenamePrivateChannel},
		{post, "/private_channels/:id/add_member", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.AddMember},
		{post, "/private_channels/:id/remove_member", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.RemoveMember},
		{post, "/private_channels/:id/leave", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.LeavePrivateChannel},
		{get, "/declined_channels", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Declined},
		{post, "/private_channels/:id/accept", web.Session, web.Data, extends, web.Inviting, keyed, s.account.AcceptAgain},
		{post, "/private_channels/:id/archive", web.Session, web.Data, extends, web.Inviting, keyed, s.channel.ArchivePrivateChannel},

		{get, "/dms", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.DirectChannels},
		{post, "/dms/close", web.Session, web.Data, extends, web.Changing, keyed, s.channel.CloseDirectChannel},
		{get, "/unread_count", web.Session, web.Data, keeps, web.Reading, unkeyed, s.channel.UnreadCount},

		{get, "/mentions", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Mentions},
		{get, "/users", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Users},
		{post, "/account/password", web.Login, web.Data, extends, web.Changing, unkeyed, s.account.ChangePassword},
		{get, "/account/sessions", web.Login, web.Data, keeps, web.Reading, unkeyed, s.account.ListSessions},
		{post, "/account/sessions/end", web.Login, web.Data, extends, web.Changing, keyed, s.account.EndSession},
		{post, "/account/sessions/end_all", web.Login, web.Data, keeps, web.Changing, unkeyed, s.account.SignOutEverywhere},
		{post, "/account/export", web.Login, web.Data, extends, web.Exporting, unkeyed, s.admin.ExportAccount},
		{post, "/account/deactivate", web.Login, web.Data, keeps, web.Changing, unkeyed, s.account.DeactivateAccount},
		{post, "/account/remove", web.Login, web.Data, keeps, web.Changing, unkeyed, s.account.RemoveOwnAccount},
		{get, "/tokens", web.Login, web.Data, keeps, web.Reading, unkeyed, s.program.ListTokens},
		{post, "/tokens", web.Login, web.Data, extends, web.Inviting, keyed, s.program.CreateToken},
		{post, "/tokens/:id/end", web.Login, web.Data, extends, web.Inviting, keyed, s.program.EndToken},
		{get, "/bots", web.Login, web.Data, keeps, web.Reading, unkeyed, s.program.ListBots},
		{post, "/bots", web.Login, web.Data, extends, web.Creating, keyed, s.program.CreateBot},
		{get, "/webhooks", web.Login, web.Data, keeps, web.Reading, unkeyed, s.program.ListHooks},
		{post, "/webhooks", web.Login, web.Data, extends, web.Inviting, keyed, s.program.CreateHook},
		{post, "/webhooks/:id/end", web.Login, web.Data, extends, web.Inviting, keyed, s.program.EndHook},
		{post, "/hooks/:secret", web.Open, web.Data, keeps, web.CallingHooks, unkeyed, s.program.PostByHook},

		{get, "/notifications", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Notifications},
		{post, "/notifications", web.Session, web.Data, extends, web.Changing, keyed, program.ForPeople(s.account.ChangeNotifications)},
		{get, "/push", web.Login, web.Data, keeps, web.Reading, unkeyed, s.account.ShowPush},
		{post, "/push/subscribe", web.Login, web.Data, extends, web.Changing, keyed, s.account.SubscribePush},
		{post, "/push/unsubscribe", web.Login, web.Data, extends, web.Changing, unkeyed, s.account.UnsubscribePush},
		{get, "/look", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Look},
		{post, "/look", web.Session, web.Data, extends, web.Changing, keyed, s.account.SaveLook},
		{get, "/administration/people", web.Login, web.Data, keeps, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ListPeople)},
		{post, "/administration/people/:username/administrator", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(s.admin.SetAdministrator)},
		{post, "/administration/people/:username/sign_out", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(admin.Person(s.admin.SignOutAccount))},
		{post, "/administration/people/:username/deactivate", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(admin.Person(s.admin.DeactivateOther))},
		{post, "/administration/people/:username/reactivate", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(admin.Person(s.admin.ReactivateOther))},
		{post, "/administration/people/:username/remove", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(s.admin.RemovePerson)},
		{post, "/administration/people/:username/reset_link", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(s.admin.CreateResetLink)},
		{get, "/administration/channels", web.Login, web.Data, keeps, web.Reading, unkeyed, admin.ForAdministrators(s.admin.AdminChannels)},
		{post, "/administration/channels/:id/take_over", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(s.admin.TakeOver)},
		{get, "/administration/settings", web.Login, web.Data, keeps, web.Reading, unkeyed, admin.ForAdministrators(s.admin.ServerSettings)},
		{post, "/administration/settings", web.Login, web.Data, extends, web.Changing, keyed, admin.ForAdministrators(s.admin.SaveServerSettings)},
		{get, "/administration/usage", web.Login, web.Data, keeps, web.Reading, unkeyed, admin.ForAdministrators(s.admin.Usage)},
		{get, "/administration/audit", web.Login, web.Data, keeps, web.Reading, unkeyed, admin.ForAdministrators(s.admin.AuditLog)},
		{get, "/invite_links", web.Login, web.Data, keeps, web.Reading, unkeyed, s.admin.ListInvites},
		{post, "/invite_links", web.Login, web.Data, extends, web.Changing, keyed, s.admin.CreateInvite},
		{post, "/invite_links/:id/end", web.Login, web.Data, extends, web.Changing, keyed, s.admin.EndInvite},

		{get, "/people/:name", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Person},
		{get, "/people/:name/picture", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Picture},
		{post, "/profile/picture", web.Session, web.Data, extends, web.Changing, unkeyed, s.account.SetPicture},
		{post, "/profile", web.Session, web.Data, extends, web.Changing, keyed, s.account.SaveProfile},
		{post, "/status", web.Session, web.Data, extends, web.Changing, keyed, program.ForPeople(s.account.SetStatus)},
		{get, "/settings", web.Session, web.Data, keeps, web.Reading, unkeyed, s.account.Settings},
		{post, "/settings", web.Session, web.Data, extends, web.Changing, keyed, s.account.SaveSettings},

		{get, "/activity", web.Session, web.Data, keeps, web.Reading, unkeyed, s.message.Activity},
		{get, "/ui/search/options", web.Session, web.Data, keeps, web.Searching, unkeyed, s.message.ShowSearchOptions},
	})
}

// formsShownAgain are the forms that keep what was typed in them when there were too many, by path.
func (s *server) formsShownAgain() map[string]func(*web.Request, string) error {
	return map[string]func(r *web.Request, sentence string) error{
		"/login":            s.account.LoginRateLimited,
		"/signup":           s.account.SignupRateLimited,
		"/invite/:token":    s.account.SignupRateLimited,
		"/ui/send/:channel": s.message.SendRateLimited,
		"/ui/edit/:id":      s.message.EditRateLimited,
	}
}

// devRoutes are there under Config.Dev alone.
func (s *server) devRoutes() []web.Route {
	return routesOf([]row{
		{get, "/gallery", web.Open, web.Page, keeps, web.Unlimited, unkeyed, s.gallery},
		{get, "/gallery/:component/:state", web.Open, web.Page, keeps, web.Unlimited, unkeyed, s.galleryState},
	})
}

func routesOf(table []row) []web.Route {
	routes := make([]web.Route, len(table))
	for i, r := range table {
		routes[i] = web.Route(r)
	}
	return routes
}
