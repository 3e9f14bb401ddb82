package views_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"minimost/chat"
	"minimost/lang"
	"minimost/views"
	"minimost/views/fixtures"
)

func html(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func wantAll(t *testing.T, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in\n%s", part, got)
		}
	}
}

func TestAQuoteLeadsToItsMessageWhereverThatIs(t *testing.T) {
	wantAll(t, html(t, views.Message(fixtures.MessageReply)), `href="/m/4"`)
}

func TestALongTextIsFolded(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "short": false, strings.Repeat("a\n", 20): false, strings.Repeat("a\n", 30): true, strings.Repeat("so it goes ", 250): true,
		strings.Repeat("so it goes ", 100): false, "```\n" + strings.Repeat("a\n", 60) + "```\n": false,
	} {
		if got := views.IsLong(text); got != want {
			t.Errorf("%.10q… of %d bytes: %v", text, len(text), got)
		}
	}
	wantAll(t, html(t, views.Message(fixtures.MessageFolded)), `<details class="message__fold">`, "Show more")
	if strings.Contains(html(t, views.Message(fixtures.MessagePlain)), "message__fold") {
		t.Error("a short message has a fold")
	}
}

func TestTitleCountsUnread(t *testing.T) {
	wantAll(t, html(t, views.Page(views.PageProps{Title: "general", Unread: 3})), "<title>(3) general · MiniMost</title>")
	wantAll(t, html(t, views.Page(views.PageProps{Title: "general"})), "<title>general · MiniMost</title>")
}

func TestScriptsOnlyInTheApp(t *testing.T) {
	got := html(t, views.Page(views.PageProps{AssetBase: "/static/1"}))
	wantAll(t, got, `<script src="/static/1/js/address.js"></script>`, `<script src="/static/1/js/zone.js"></script>`)
	if strings.Count(got, "<script") != 2 {
		t.Errorf("a plain page has scripts that it does not need:\n%s", got)
	}
	wantAll(t, html(t, views.Page(views.PageProps{AssetBase: "/static/1", App: true})),
		`src="/static/1/js/app.js"`, `&#34;allowEval&#34;:false`, `&#34;code&#34;:&#34;422&#34;,&#34;swap&#34;:true`)
}

func TestEachDotHasItsShapeAndWords(t *testing.T) {
	for state, want := range map[string][]string{
		"active": {"presence-dot--active", ">Online<"}, "idle": {"presence-dot--idle", ">Away<"},
		"hidden": {"presence-dot--idle", ">Away<"}, "offline": {"presence-dot--offline", ">Offline<"},
		"":                             {"presence-dot--unknown", ">Status unknown<"},
		chat.DotOf(chat.Active, true):  {"presence-dot--active", "presence-dot--undisturbed", ">Online, do not disturb<"},
		chat.DotOf(chat.Offline, true): {"presence-dot--offline\"", ">Offline<"},
	} {
		wantAll(t, html(t, views.PresenceDot(views.PresenceDotProps{User: "bob", State: state})), want...)
	}
}

func TestLiveDotsNameWhoseTheyAre(t *testing.T) {
	got := html(t, views.PresenceStates([]views.PresenceDotProps{{User: "bob", State: "idle"}}, true))
	wantAll(t, got, `id="presence-states"`, `hx-swap-oob="innerHTML"`, `data-user="bob"`, "presence-dot--idle")
}

func TestPasswordsAreNeverSentBack(t *testing.T) {
	got := html(t, views.Field(views.FieldProps{ID: "password", Name: "password", Type: "password", Value: "s3cret-words"}))
	if strings.Contains(got, "s3cret-words") {
		t.Error(got)
	}
}

func TestTheErrorIsTiedToItsField(t *testing.T) {
	got := html(t, views.Signup(fixtures.SignupTaken))
	wantAll(t, got, `aria-invalid="true" aria-describedby="username-error username-hint"`, `id="username-error">That name is taken.<`)
	if strings.Count(got, "autofocus") != 1 {
		t.Errorf("one field takes focus:\n%s", got)
	}
}

func TestTheChosenOverrideIsPreselected(t *testing.T) {
	got := html(t, views.AccountDialog(fixtures.AccountAway))
	wantAll(t, got, `value="idle" checked`, `<option value="30" selected>`, "Away: you chose Away until 15:00")
	wantAll(t, html(t, views.AccountDialog(fixtures.AccountAutomatic)), `value="auto" checked`, `<option value="" selected>`)
}

func TestLeavingSaysWhoBecomesOwner(t *testing.T) {
	wantAll(t, html(t, views.LeaveDialog(fixtures.LeaveOwner)), "bob becomes its owner.")
	wantAll(t, html(t, views.LeaveDialog(fixtures.LeaveLast)), "it is archived")
}

func TestADialogOnItsOwnPagePostsWithoutHtmx(t *testing.T) {
	p := fixtures.RenameFilled
	p.BackURL = "/c/private:1"
	got := html(t, views.DialogPage(views.PageProps{}, "Rename channel", views.RenameDialog(p)))
	wantAll(t, got, "<title>Rename channel · MiniMost</title>", `action="/ui/private_channels/1/rename"`, `href="/c/private:1"`)
	if strings.Contains(got, "hx-post") || strings.Contains(got, `method="dialog"`) {
		t.Error(got)
	}
}

func TestEveryShapeOfADotHasItsRule(t *testing.T) {
	sheet, err := os.ReadFile(filepath.Join("..", "static", "css", "presence-dot.css"))
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range chat.States {
		wantAll(t, string(sheet), ".presence-dot--"+info.Shape)
		wantAll(t, html(t, views.PresenceDot(views.PresenceDotProps{State: string(info.State)})), "presence-dot--"+info.Shape, ">"+info.Label+"<")
	}
}

var namedIcon = regexp.MustCompile(`href="#icon-([^"]*)"`)

// TestEveryIconIsInTheSprite: a name that the sprite lacks would draw nothing.
func TestEveryIconIsInTheSprite(t *testing.T) {
	page := html(t, views.Page(views.PageProps{}))
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, icon := range regexp.MustCompile(`@Icon\("([^"]*)"\)`).FindAllStringSubmatch(string(text), -1) {
			got := html(t, views.Icon(icon[1]))
			if named := namedIcon.FindStringSubmatch(got); len(named) != 2 || !strings.Contains(page, `<symbol id="icon-`+named[1]+`"`) {
				t.Errorf("%s: %q is not in the sprite: %s", file, icon[1], got)
			}
		}
	}
}

// TestWhatIsDrawnIsNamedInTheReadersLanguage: what is drawn once for all readers refers to names that each page has.
func TestWhatIsDrawnIsNamedInTheReadersLanguage(t *testing.T) {
	drawn := html(t, views.Markdown("|a|\n|-|\n|b|\n\n```\nx\n```", nil))
	var page strings.Builder
	if err := views.Page(views.PageProps{}).Render(lang.In(t.Context(), "de"), &page); err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`aria-labelledby="([^"]*)"`).FindAllStringSubmatch(drawn, -1)
	for i, want := range []string{"Tabelle", "Code kopieren"} {
		if i >= len(names) || !strings.Contains(page.String(), `<span id="`+names[i][1]+`">`+want+"</span>") {
			t.Errorf("%q is not the name %d of %s", want, i, drawn)
		}
	}
	if strings.Contains(drawn, "aria-label=") {
		t.Errorf("a name is in one language: %s", drawn)
	}
}
