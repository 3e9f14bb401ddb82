package checks

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	templates "github.com/a-h/templ/parser/v2"
)

// textCalls take texts of the interface, at these places of their arguments, a context not counted. Of a number's texts the key is
// that for many.
var textCalls = map[string][]int{
	"T": {0}, "t": {0}, "N": {2}, "Sentence": {0}, "Say": {0}, "Errorf": {1},
	"formatTime": {1}, "timeText": {2}, "Time": {1}, "timeTag": {1}, "sentTime": {2},
	"parseName": {1}, "parseLine": {1}, "parseOptional": {1},
}

// textTables are variables, constants and types whose texts are said somewhere else, by the directories they are in.
var textTables = map[string][]string{
	"chat": {
		"States", "Overrides", "Label", "NotifyLevels", "StatusDurations", "StatusPresets", "BrowserName", "MessageOf", "Parse",
		"addedText", "removedText", "leftText", "joinedText", "createdText", "renamedText", "archivedText", "restoredText", "takenOverText", "aboutText",
		"pinnedText", "unpinnedText", "deletedText",
	},
	"search": {"Hints"},
	"views": {
		"adminPages", "pauseChoices", "overrideDurations", "sidebarSorts", "shortcuts", "themeLabels", "densityLabels", "skinToneLabels", "channelLevels",
		"ActivityTitle", "ChannelsTitle", "MentionsTitle", "ProfileTitle", "SavedTitle", "ShortcutsTitle", "SidebarSettingsTitle", "SwitcherTitle",
		"UsernameRules", "PasswordRules", "ChannelNameRules", "reactionsFull", "todayName", "yesterdayName",
	},
	"handlers": {
		"accountTitle", "endAccountTitle", "goneNotices", "NoticeGone", "noticeOther", "channelSettingsTitle", "httpSentences", "pageTitles", "otherTitle", "OtherHost", "describe",
		"Allowances", "WrongLogin", "deactivated", "sessionsTitle", "passwordTitle", "programsTitle", "NotConfirmed", "notificationsTitle",
	},
	"page": {"dayOptions"},
}

// made are texts whose keys the program puts together.
func made() (keys []string) {
	for month := time.January; month <= time.December; month++ {
		keys = append(keys, month.String(), "short|"+month.String()[:3])
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		keys = append(keys, day.String(), "short|"+day.String()[:3])
	}
	return append(keys, "channel name", "token name", "today", "yesterday", "15:04")
}

// untranslated are what only programs and the command line are told.
var untranslated = regexp.MustCompile(`^Send "|^"[a-z_]+" |^%q (has the wrong type|is missing)|^The (body is not a JSON|key "|sections are|order is|scope of)|` +
	`^Say whether to keep|^There is no file in the form|^Notifications are "all"|^The history is "|^A key has 1 to|^This key was used|^The request names two keys`)

// texts are the keys that stand in the sources, with where each is.
func texts(t *testing.T) map[string]string {
	t.Helper()
	keys := map[string]string{}
	for _, key := range made() {
		keys[key] = "made"
	}
	for _, dir := range []string{"views", "page", "handlers", "push", "chat", "search", "auth", "sqlite", "upload", "webpush"} {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if dir == "handlers" {
			parts, err := filepath.Glob(filepath.Join(dir, "*", "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, parts...)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				collectTexts(t, dir, name, keys)
			}
		}
	}
	return keys
}

func collectTexts(t *testing.T, dir, name string, keys map[string]string) {
	t.Helper()
	fileSet := token.NewFileSet()
	file, err := parser.ParseFile(fileSet, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	add := func(node ast.Node, sure bool) {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && text != "" && (sure || looksLikeText(text)) && !untranslated.MatchString(text) {
			keys[text] = fileSet.Position(literal.Pos()).String()
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.CallExpr:
			args := n.Args
			if len(args) > 0 && isContext(args[0]) {
				args = args[1:]
			}
			for _, place := range textCalls[calledName(n)] {
				if place < len(args) {
					add(args[place], true)
				}
			}
		case *ast.ValueSpec:
			if action, ok := n.Type.(*ast.Ident); ok && action.Name == "AuditAction" {
				for _, value := range n.Values {
					addAction(value, keys)
				}
			}
			if slices.Contains(textTables[dir], n.Names[0].Name) {
				for _, value := range n.Values {
					ast.Inspect(value, func(inner ast.Node) bool { add(inner, false); return true })
				}
			}
		case *ast.FuncDecl:
			if slices.Contains(textTables[dir], n.Name.Name) {
				ast.Inspect(n.Body, func(inner ast.Node) bool { add(inner, false); return true })
			}
		}
		return true
	})
}

// addAction adds an audited action as views/admin.templ says it.
func addAction(value ast.Expr, keys map[string]string) {
	if literal, ok := value.(*ast.BasicLit); ok {
		words := strings.ReplaceAll(strings.Trim(literal.Value, `"`), "-", " ")
		keys[strings.ToUpper(words[:1])+words[1:]] = "an audited action"
	}
}

func isContext(arg ast.Expr) bool {
	name, ok := arg.(*ast.Ident)
	return ok && name.Name == "ctx"
}

func calledName(call *ast.CallExpr) string {
	switch function := call.Fun.(type) {
	case *ast.Ident:
		return function.Name
	case *ast.SelectorExpr:
		return function.Sel.Name
	}
	return ""
}

// looksLikeText tells a text for people from a name for programs.
func looksLikeText(text string) bool {
	letters := []rune(text)
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) || !strings.ContainsFunc(text, unicode.IsLetter) {
		return false
	}
	if len(letters) > 1 && unicode.IsUpper(letters[0]) && unicode.IsLower(letters[1]) {
		return true
	}
	return strings.Contains(strings.TrimSpace(text), " ")
}

// plural is a text of a catalogue for a number.
type plural struct{ One, Other string }

// catalogue reads lang/de.json. A plural has the key that English has for many.
func catalogue(t *testing.T) (singles map[string]string, plurals map[string]plural) {
	t.Helper()
	data, err := os.ReadFile("lang/de.json")
	if err != nil {
		t.Fatal(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		t.Fatal(err)
	}
	singles, plurals = map[string]string{}, map[string]plural{}
	for key, value := range members {
		var forms plural
		text := ""
		if json.Unmarshal(value, &text) == nil {
			singles[key] = text
		} else if err := json.Unmarshal(value, &forms); err != nil {
			t.Errorf("%q: %v", key, err)
		} else {
			plurals[key] = forms
		}
	}
	return singles, plurals
}

var placeholder = regexp.MustCompile(`%(\[\d\])?[sdq]|\{[a-z]+\}`)

// placeholders are those of a text, in the order of the arguments.
func placeholders(text string) string {
	found := placeholder.FindAllString(text, -1)
	next := 0
	for i, one := range found {
		if strings.HasPrefix(one, "%[") {
			next, _ = strconv.Atoi(one[2:3])
		} else if strings.HasPrefix(one, "%") {
			next++
		}
		if strings.HasPrefix(one, "%") {
			found[i] = "%[" + strconv.Itoa(next) + "]" + one[len(one)-1:]
		}
	}
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

func TestEveryTextIsInTheCatalogue(t *testing.T) {
	keys := texts(t)
	singles, plurals := catalogue(t)
	for key, at := range keys {
		_, single := singles[key]
		if _, plural := plurals[key]; !single && !plural {
			t.Errorf("lang/de.json lacks %q, which is said at %s", key, at)
		}
	}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(singles)), slices.Collect(maps.Keys(plurals))) {
		if keys[key] == "" {
			t.Errorf("nothing says %q, which is in lang/de.json", key)
		}
	}
}

func TestEveryTranslationHasThePlaceholdersOfItsKey(t *testing.T) {
	singles, plurals := catalogue(t)
	for key, text := range singles {
		if want, has := placeholders(key), placeholders(text); want != has || text == "" {
			t.Errorf("%q has %q, its translation %q", key, want, has)
		}
		if strings.HasSuffix(key, " ") != strings.HasSuffix(text, " ") || strings.HasPrefix(key, ", ") != strings.HasPrefix(text, ", ") {
			t.Errorf("%q and its translation differ in how they join what is beside them", key)
		}
	}
	for key, forms := range plurals {
		if want, one, other := placeholders(key), placeholders(forms.One), placeholders(forms.Other); other != want || !strings.Contains(want, one) && one != want {
			t.Errorf("%q has %q, its translations %q and %q", key, want, one, other)
		}
	}
}

// humanAttributes are those that people read or hear.
var humanAttributes = regexp.MustCompile(`^(aria-label|title|placeholder|alt|data-(failed|unreachable|one|many|unsaved|copied|place))$`)

// names are what is called so in every language.
var names = regexp.MustCompile(`^(Mini|Most|MiniMost|release notes|-draft|"release notes")$`)

func TestNoTemplateHasATextOfItsOwn(t *testing.T) {
	files, err := filepath.Glob("views/*.templ")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		file, err := templates.Parse(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, node := range file.Nodes {
			if template, ok := node.(*templates.HTMLTemplate); ok {
				refuseTexts(t, name, template.Children)
			}
		}
	}
}

func refuseTexts(t *testing.T, file string, nodes []templates.Node) {
	t.Helper()
	refuse := func(text string) {
		if strings.ContainsFunc(text, unicode.IsLetter) && !names.MatchString(strings.TrimSpace(text)) {
			t.Errorf("%s: %q is said in English alone: T(ctx, …) says it in each language", file, text)
		}
	}
	for _, node := range nodes {
		switch n := node.(type) {
		case *templates.Text:
			refuse(n.Value)
		case *templates.Element:
			for _, attribute := range n.Attributes {
				if constant, ok := attribute.(*templates.ConstantAttribute); ok && humanAttributes.MatchString(constant.Key.String()) {
					refuse(constant.Value)
				}
			}
			refuseTexts(t, file, n.Children)
		case *templates.IfExpression:
			refuseTexts(t, file, n.Then)
			for _, other := range n.ElseIfs {
				refuseTexts(t, file, other.Then)
			}
			refuseTexts(t, file, n.Else)
		case *templates.ForExpression:
			refuseTexts(t, file, n.Children)
		case *templates.SwitchExpression:
			for _, one := range n.Cases {
				refuseTexts(t, file, one.Children)
			}
		case *templates.TemplElementExpression:
			refuseTexts(t, file, n.Children)
		}
	}
}

// unsaid are what looks like a text and is none.
var unsaid = regexp.MustCompile(`^<|^ <|^avatar |^(edit|composer)-error |^light dark$|^unread newest$|^%\.1f MiB$|(public|private|direct|favourite) channels$|^button `)

// TestNoTextIsForgottenInTheSources: what looks like a text in Go is a key too, or the English for one of something.
func TestNoTextIsForgottenInTheSources(t *testing.T) {
	keys := texts(t)
	for _, dir := range []string{"views", "page"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if !strings.HasSuffix(name, "_test.go") && name != "views/icon_templ.go" {
				refuseForgotten(t, name, keys)
			}
		}
	}
}

func refuseForgotten(t *testing.T, name string, keys map[string]string) {
	t.Helper()
	fileSet := token.NewFileSet()
	file, err := parser.ParseFile(fileSet, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if call, ok := node.(*ast.CallExpr); ok && slices.Contains([]string{"WriteString", "N", "Errorf", "Error", "panic"}, calledName(call)) {
			return false
		}
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err == nil && looksLikeText(text) && keys[text] == "" && !strings.HasSuffix(text, ".templ") && !names.MatchString(text) && !unsaid.MatchString(text) {
			t.Errorf("%s: %q is said in English alone", fileSet.Position(literal.Pos()), text)
		}
		return true
	})
}
