package gallery_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"minimost/views"
	"minimost/views/fixtures"
	"minimost/views/gallery"
)

var (
	address = regexp.MustCompile(`^/gallery/[a-z0-9-]+/[a-z0-9-]+$`)
	ids     = regexp.MustCompile(`\sid="([^"]*)"`)
	refs    = regexp.MustCompile(`\s(?:aria-describedby|aria-labelledby|aria-controls|for|form)="([^"]*)"`)
	// The page's policy refuses all of these.
	inline = regexp.MustCompile(`\sstyle="|<style|<script|\son[a-z]+="|javascript:`)
)

var ofEveryPage = strings.NewReplacer(`<script src="/js/address.js"></script>`, "", `<script src="/js/zone.js"></script>`, "")

func TestEveryState(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range fixtures.Entries() {
		t.Run(strings.TrimPrefix(e.URL(), "/gallery/"), func(t *testing.T) {
			if !address.MatchString(e.URL()) || seen[e.URL()] {
				t.Errorf("address %q is malformed or taken", e.URL())
			}
			seen[e.URL()] = true
			if e.Title == "" {
				t.Error("no title")
			}
			var b strings.Builder
			if err := gallery.Document(views.PageProps{Title: e.Title}, e).Render(context.Background(), &b); err != nil {
				t.Fatal(err)
			}
			checkMarkup(t, ofEveryPage.Replace(b.String()))
		})
	}
}

var dialogs = regexp.MustCompile(`(?m)^templ ([A-Z]\w*Dialog)\(`)

func TestEveryDialogIsShown(t *testing.T) {
	shown := ""
	for _, source := range sources(t, "../fixtures/*.go") {
		shown += source
	}
	found := 0
	for name, source := range sources(t, "../*.templ") {
		for _, dialog := range dialogs.FindAllStringSubmatch(source, -1) {
			found++
			if !strings.Contains(shown, "views."+dialog[1]+"(") {
				t.Errorf("%s: the gallery does not show %s", filepath.Base(name), dialog[1])
			}
		}
	}
	if found == 0 {
		t.Error("no dialog was found")
	}
}

func sources(t *testing.T, pattern string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

// checkMarkup looks for what no component may do, whatever its state.
func checkMarkup(t *testing.T, html string) {
	t.Helper()
	known := map[string]bool{}
	for _, m := range ids.FindAllStringSubmatch(html, -1) {
		if known[m[1]] {
			t.Errorf("id %q twice", m[1])
		}
		known[m[1]] = true
	}
	for _, m := range refs.FindAllStringSubmatch(html, -1) {
		for _, id := range strings.Fields(m[1]) {
			// #dialog is empty until something is loaded into it.
			if !known[id] && id != "dialog-title" {
				t.Errorf("nothing has the id in%s", m[0])
			}
		}
	}
	if found := inline.FindString(html); found != "" {
		t.Errorf("inline style or script: %q", found)
	}
	// What Icon is given in a variable; checks/look_test.go finds the others.
	if strings.Contains(html, `<path d="">`) {
		t.Error("an icon has no path in views/icon.templ")
	}
	if n := strings.Count(html, "<main"); n != 1 {
		t.Errorf("%d main landmarks", n)
	}
}

func TestFind(t *testing.T) {
	if _, ok := fixtures.Find("presence-dot", "idle"); !ok {
		t.Error("presence-dot/idle is missing")
	}
	if _, ok := fixtures.Find("presence-dot", "nowhere"); ok {
		t.Error("found a state that does not exist")
	}
}
