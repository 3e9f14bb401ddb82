package gallery

import (
	"github.com/a-h/templ"

	"minimost/views"
	"minimost/views/fixtures"
)

// inDialog shows the content as a script would open it.
func inDialog(state, title string, content templ.Component) Entry {
	return Entry{State: state, Title: title, Height: Tall, Render: func() templ.Component { return openDialog(content) }}
}

func init() {
	register("account-dialog",
		inDialog("automatic", "Automatic, connected in two tabs", views.AccountDialog(fixtures.AccountAutomatic)),
		inDialog("lost", "Automatic, the connection lost", views.AccountDialog(fixtures.AccountLost)),
		inDialog("idle", "Automatic, idle", views.AccountDialog(fixtures.AccountIdle)),
		inDialog("hidden", "Automatic, every tab hidden", views.AccountDialog(fixtures.AccountHidden)),
		inDialog("online", "Online, chosen for an hour", views.AccountDialog(fixtures.AccountOnline)),
		inDialog("away", "Away, chosen for half an hour", views.AccountDialog(fixtures.AccountAway)),
		inDialog("offline", "Offline, until changed", views.AccountDialog(fixtures.AccountOffline)),
		inDialog("dark-compact", "Dark and compact chosen", views.AccountDialog(fixtures.AccountDark)),
		inDialog("status", "With a status", views.AccountDialog(fixtures.AccountStatus)),
		inDialog("private", "Sharing nothing", views.AccountDialog(fixtures.AccountPrivate)),
		inDialog("errors", "The server refused", views.AccountDialog(fixtures.AccountErrors)),
	)
	register("person-card",
		inDialog("person", "Somebody with a status, pronouns and a time", views.PersonCard(fixtures.CardPerson)),
		inDialog("away", "Offline, and when they were seen", views.PersonCard(fixtures.CardAway)),
		inDialog("bot", "A bot", views.PersonCard(fixtures.CardBot)),
		inDialog("me", "Oneself", views.PersonCard(fixtures.CardMe)),
		inDialog("blocked", "Somebody blocked", views.PersonCard(fixtures.CardBlocked)),
		inDialog("gone", "An account out of use", views.PersonCard(fixtures.CardGone)),
	)
	register("profile-dialog",
		inDialog("empty", "Nothing said yet", views.ProfileDialog(fixtures.ProfileEmpty)),
		inDialog("filled", "Saved", views.ProfileDialog(fixtures.ProfileFilled)),
		inDialog("errors", "Everything refused", views.ProfileDialog(fixtures.ProfileErrors)),
	)
	register("password-dialog",
		inDialog("empty", "Before it is filled in", views.PasswordDialog(fixtures.PasswordEmpty)),
		inDialog("errors", "Everything wrong", views.PasswordDialog(fixtures.PasswordErrors)),
		inDialog("changed", "It was changed", views.PasswordDialog(fixtures.PasswordChanged)),
	)
	register("sessions-dialog",
		inDialog("one", "This session alone", views.SessionsDialog(fixtures.SessionsOne)),
		inDialog("many", "Several, and an error", views.SessionsDialog(fixtures.SessionsMany)),
	)
	register("end-account-dialog",
		inDialog("empty", "Before anything is chosen", views.EndAccountDialog(fixtures.EndAccountEmpty)),
		inDialog("errors", "Nothing chosen, a wrong password", views.EndAccountDialog(fixtures.EndAccountWrong)),
		inDialog("last", "The only administrator", views.EndAccountDialog(fixtures.EndAccountLast)),
	)
	register("block-dialog",
		inDialog("ask", "Block somebody?", views.BlockDialog(fixtures.BlockAsk)),
		inDialog("leave", "Who put one into channels", views.BlockDialog(fixtures.BlockLeave)),
		inDialog("nobody", "Nobody blocked", views.BlocksDialog(views.BlocksProps{})),
		inDialog("people", "Two people blocked", views.BlocksDialog(fixtures.BlocksTwo)),
		inDialog("error", "No such account", views.BlocksDialog(fixtures.BlocksError)),
		inDialog("declined", "Two channels declined", views.BlocksDialog(fixtures.BlocksDeclined)),
	)
	register("notifications-dialog",
		inDialog("plain", "Nothing set", views.NotificationsDialog(fixtures.NotificationsPlain)),
		inDialog("quiet", "Not to be disturbed, and a schedule", views.NotificationsDialog(fixtures.NotificationsQuiet)),
		inDialog("pushed", "In a browser that is told while it is closed", views.NotificationsDialog(fixtures.NotificationsPushed)),
		inDialog("blocked", "In a browser that shows none", views.NotificationsDialog(fixtures.NotificationsBlocked)),
		inDialog("errors", "Refused", views.NotificationsDialog(fixtures.NotificationsErrors)),
	)
	register("programs-dialog",
		inDialog("empty", "Nothing made yet", views.ProgramsDialog(fixtures.ProgramsEmpty)),
		inDialog("tokens", "Two tokens, one used", views.ProgramsDialog(fixtures.ProgramsTokens)),
		inDialog("made", "A token was made", views.ProgramsDialog(fixtures.ProgramsMade)),
		inDialog("error", "The name is taken", views.ProgramsDialog(fixtures.ProgramsError)),
		inDialog("bots", "Two bots and their webhooks", views.ProgramsDialog(fixtures.ProgramsBots)),
		inDialog("bots-error", "A bot and a webhook were refused", views.ProgramsDialog(fixtures.ProgramsHookError)),
	)
	register("own-settings-dialog",
		inDialog("channel", "Of a channel", views.ChannelSettingsDialog(fixtures.ChannelSettings)),
		inDialog("sidebar", "Of the sidebar", views.SidebarSettingsDialog(fixtures.SidebarSettings)),
		inDialog("unread", "Mark as unread?", views.MarkUnreadDialog(fixtures.MarkUnread)),
		inDialog("day", "Go to a day", views.DayDialog(fixtures.GoToDay)),
		inDialog("link", "A message's address", views.LinkDialog(fixtures.Link)),
	)
	register("create-channel-dialog",
		inDialog("empty", "With people to choose", views.CreateChannelDialog(fixtures.CreateEmpty)),
		inDialog("errors", "No name, nobody found", views.CreateChannelDialog(fixtures.CreateErrors)),
	)
	register("rename-dialog",
		inDialog("filled", "The present name", views.RenameDialog(fixtures.RenameFilled)),
		inDialog("error", "No name", views.RenameDialog(fixtures.RenameError)),
	)
	register("add-member-dialog",
		inDialog("from-now", "History from now", views.AddMemberDialog(fixtures.AddMember)),
		inDialog("error", "Already a member", views.AddMemberDialog(fixtures.AddMemberAll)),
	)
	register("members-dialog",
		inDialog("owner", "As its owner", views.MembersDialog(fixtures.MembersOwner)),
		inDialog("member", "As a member", views.MembersDialog(fixtures.MembersPlain)),
		inDialog("public", "A public channel with many", views.MembersDialog(fixtures.MembersPublic)),
		inDialog("found", "A search among many", views.MembersDialog(fixtures.MembersFound)),
		inDialog("found-nobody", "A search that finds nobody", views.MembersDialog(fixtures.MembersNoOne)),
		inDialog("nobody", "Nobody", views.MembersDialog(fixtures.MembersNobody)),
	)
	register("confirm-dialog",
		inDialog("remove", "Before a member is removed", views.RemoveMemberDialog(fixtures.RemoveMember)),
		inDialog("leave", "Before a member leaves", views.LeaveDialog(fixtures.LeaveMember)),
		inDialog("leave-owner", "Before the owner leaves", views.LeaveDialog(fixtures.LeaveOwner)),
		inDialog("leave-last", "Before the last member leaves", views.LeaveDialog(fixtures.LeaveLast)),
		inDialog("archive", "Before a channel is archived", views.ArchiveDialog(fixtures.Archive)),
		inDialog("archive-error", "Archiving was refused", views.ArchiveDialog(fixtures.ArchiveFailed)),
	)
	register("new-dm-dialog",
		inDialog("found", "With people to choose", views.NewDMDialog(fixtures.NewDM)),
		inDialog("error", "Nobody chosen, nobody there", views.NewDMDialog(fixtures.NewDMError)),
	)

	register("switcher",
		inDialog("empty", "Before anything is typed", views.SwitcherDialog(fixtures.SwitcherEmpty)),
		inDialog("nothing", "Nothing fits", views.SwitcherDialog(fixtures.SwitcherNothing)),
	)
	register("public-channels",
		inDialog("new", "A new public channel", views.NewPublicDialog(fixtures.NewPublic)),
		inDialog("taken", "The name is taken", views.NewPublicDialog(fixtures.NewPublicTaken)),
		inDialog("leave", "Before one leaves a public channel", views.LeavePublicDialog(fixtures.LeavePublic)),
		inDialog("rename", "A public channel is renamed", views.RenamePublicDialog(fixtures.RenamePublic)),
		inDialog("rename-taken", "Another channel is called so", views.RenamePublicDialog(fixtures.RenameTaken)),
		inDialog("archive", "Before a public channel is archived", views.ArchivePublicDialog(fixtures.ArchivePublic)),
		inDialog("archive-last", "The only one", views.ArchivePublicDialog(fixtures.ArchiveLast)),
		Entry{State: "some", Title: "Public channels", Height: Screen, Full: true, Render: func() templ.Component { return views.Channels(fixtures.PublicSome) }},
		Entry{State: "none", Title: "None found", Height: Screen, Full: true, Render: func() templ.Component { return views.Channels(fixtures.PublicNone) }},
	)
	register("about",
		inDialog("set", "What a channel is about", views.AboutDialog(fixtures.About)),
		inDialog("read", "In a channel that one is not in: to be read", views.AboutDialog(fixtures.AboutRead)),
		inDialog("error", "Too long", views.AboutDialog(fixtures.AboutError)),
	)
	register("pins",
		inDialog("some", "Two, of which one is folded, and earlier ones", views.PinsDialog(fixtures.PinsSome)),
		inDialog("none", "None yet", views.PinsDialog(fixtures.PinsNone)),
		inDialog("pin", "Before a message is pinned", views.PinDialog(fixtures.PinAsk)),
		inDialog("full", "As many as can be", views.PinDialog(fixtures.PinTooMany)),
		inDialog("unpin", "Before it is unpinned", views.PinDialog(fixtures.UnpinAsk)),
	)
	register("saved",
		inDialog("save", "Before a message is saved", views.SaveDialog(fixtures.SaveAsk)),
		inDialog("remove", "Before it is removed from them", views.SaveDialog(fixtures.UnsaveAsk)),
		Entry{State: "some", Title: "Saved messages", Height: Screen, Full: true, Render: func() templ.Component { return views.Saved(fixtures.SavedSome) }},
		Entry{State: "none", Title: "Nothing saved", Height: Screen, Full: true, Render: func() templ.Component { return views.Saved(fixtures.SavedNone) }},
	)
	register("mentions",
		inDialog("some", "Two, and earlier ones", views.MentionsDialog(fixtures.MentionsSome)),
		inDialog("none", "None yet", views.MentionsDialog(fixtures.MentionsNone)),
	)
	register("activity",
		Entry{State: "some", Title: "Activity", Height: Screen, Full: true, Render: func() templ.Component { return views.Activity(fixtures.ActivitySome) }},
		Entry{State: "none", Title: "None yet", Height: Screen, Full: true, Render: func() templ.Component { return views.Activity(fixtures.ActivityNone) }},
	)
	register("search-options",
		shown(views.SearchOptions, "filters", "Filters that begin as typed", fixtures.SearchOptionsFilters, Medium),
		shown(views.SearchOptions, "people", "People for a filter", fixtures.SearchOptionsPeople, Medium),
	)
	register("mention-options",
		shown(views.MentionOptions, "typed", "What fits a name, those who are there first", fixtures.MentionOptions, Medium),
	)
	register("shortcuts", inDialog("all", "Every shortcut", views.ShortcutsDialog("")))

	standalone := fixtures.AccountAway
	standalone.BackURL, standalone.Override.BackURL, standalone.Sharing.BackURL, standalone.Look.BackURL = "/", "/", "/", "/"
	register("dialog-page", Entry{State: "account", Title: "A dialog as a page of its own", Height: Screen, Full: true, Render: func() templ.Component {
		return views.DialogMain(views.AccountDialog(standalone))
	}})
}
