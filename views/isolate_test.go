package views_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/lang"
	"minimost/views"
)

const (
	override = "na\u202eme"
	isolated = "\u2068na\u202eme\u2069"
)

func TestANameTurnsNoWordsAroundIt(t *testing.T) {
	for what, component := range map[string]string{
		"add":      html(t, views.AddMemberDialog(views.AddMemberProps{ChannelName: override})),
		"remove":   html(t, views.RemoveMemberDialog(views.RemoveMemberProps{ChannelName: override, Username: "bob", Shown: "bob"})),
		"leave":    html(t, views.LeaveDialog(views.LeaveProps{ChannelName: override})),
		"archive":  html(t, views.ArchiveDialog(views.ArchiveProps{ChannelName: override})),
		"members":  html(t, views.MembersDialog(views.MembersProps{ChannelName: override})),
		"title":    html(t, views.Page(views.PageProps{Title: override})),
		"log":      html(t, views.MessageList(views.MessageListProps{Name: override})),
		"composer": html(t, views.Composer(views.ComposerProps{Name: override})),
		"renamed":  html(t, views.Message(views.MessageProps{Line: views.SystemLine(chat.RenamedText("alice", override), strings.Clone)})),
		"typing":   views.TypingText(context.Background(), []string{override}),
		"receipt":  views.ReadReceiptsProps{Names: []string{override}, Count: 1}.Text(context.Background()),
		"notice":   html(t, views.Notices([]views.NoticeProps{{Sender: "bob", Where: override}}, false)),
		"files":    views.Excerpt(lang.English, chat.Message{Files: []chat.File{{Name: override}, {Name: override}}}, nil),
		"line":     views.Excerpt(lang.English, chat.Message{ContentType: chat.ContentSystem, Content: chat.RenamedText("alice", override)}, nil),
		"listed":   html(t, views.SavedPage(views.SavedPageProps{Rows: []views.ListedMessage{{ID: 1, Where: override, Files: []string{override}, Body: templ.NopComponent}}})),
		"deleted":  html(t, views.DeleteMessageDialog(views.DeleteMessageProps{Sender: override, Excerpt: "hi"})),
		"reacted":  views.WhoReacted(context.Background(), []string{override}, 1, false),
	} {
		if strings.Count(component, override) == 0 || strings.Count(component, override) != strings.Count(component, isolated) {
			t.Errorf("%s: a name is not isolated:\n%s", what, component)
		}
	}
	wantAll(t, html(t, views.BotSection(views.BotsProps{Names: []string{override}}, "")), "<bdi>"+override+"</bdi>")
	wantAll(t, html(t, views.TokenSection(views.TokensProps{Tokens: []views.TokenProps{{Name: override}}}, nil, "")), ">"+isolated+"<", "End the token "+isolated)
	header := html(t, views.ChannelHeader(views.ChannelHeaderProps{Kind: "private", Name: override}))
	wantAll(t, header, "<bdi>"+override+"</bdi>", `data-title="`+isolated+`"`)
	sidebar := html(t, views.Sidebar(views.SidebarProps{Private: []views.ChannelLink{{Name: override, URL: "/c/private:1"}}}))
	wantAll(t, sidebar, "<bdi>"+override+"</bdi>")
}

func TestANameCannotEndItsOwnIsolate(t *testing.T) {
	for name, want := range map[string]string{
		"plans": "plans", "a\u2069b\u202ec": "\u2068ab\u202ec\u2069", "\u2067\u2066\u2068a": "\u2068a\u2069", "a\u2029\u2028b": "\u2068ab\u2069", "תוכניות": "\u2068תוכניות\u2069",
	} {
		if got := views.Isolate(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
