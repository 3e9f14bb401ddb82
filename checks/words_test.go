package checks

import (
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minimost/chat"
	"minimost/lang"
)

var write = flag.Bool("write", false, "write the lists of states in documents anew")

// memberTypes are the types of package chat whose words a member of docs/openapi.json takes, by the name of the member.
var memberTypes = map[string][]string{
	"creating_channels": {"Permission"},
	"density":           {"Density"},
	"history":           {"History"},
	"inviting":          {"Permission"},
	"kind":              {"FileKind", "ActivityKind"},
	"level":             {"NotifyLevel"},
	"messages":          {"Fate"},
	"notify":            {"NotifyLevel"},
	"scope":             {"Scope"},
	"signup":            {"SignupMode"},
	"theme":             {"Theme"},
}

// wordsOf are the constants of package chat by their types; the empty one, which stands for none, is left out.
func wordsOf(t *testing.T) map[string][]string {
	t.Helper()
	words := map[string][]string{}
	for name, source := range readTree(t, "chat") {
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
		if err != nil {
			continue // what is no Go
		}
		ast.Inspect(file, func(n ast.Node) bool {
			constant, is := n.(*ast.ValueSpec)
			if !is || len(constant.Values) != 1 {
				return true
			}
			of, named := constant.Type.(*ast.Ident)
			value, basic := constant.Values[0].(*ast.BasicLit)
			if named && basic && value.Kind == token.STRING {
				if word, err := strconv.Unquote(value.Value); err == nil && word != "" {
					words[of.Name] = append(words[of.Name], word)
				}
			}
			return true
		})
	}
	return words
}

// listsFor are the lists that a member of that name may have.
func listsFor(member string, words map[string][]string) (lists [][]string) {
	switch member {
	case "override":
		return [][]string{words["Override"], append(slices.Clone(words["Override"]), "auto", "")}
	case "language":
		list := []string{"browser"}
		for _, info := range lang.All {
			list = append(list, string(info.Language))
		}
		return [][]string{list}
	}
	for _, name := range memberTypes[member] {
		lists = append(lists, words[name])
	}
	return lists
}

func states() (all []string) {
	for _, info := range chat.States {
		all = append(all, string(info.State))
	}
	return all
}

// enums calls back for each list of words in a document of JSON, with the member that takes them.
func enums(value any, member string, found func(member string, words []string)) {
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			enums(each, member, found)
		}
	case map[string]any:
		if list, is := value["enum"].([]any); is {
			var words []string
			for _, word := range list {
				if word, is := word.(string); is {
					words = append(words, word)
				}
			}
			found(member, words)
		}
		for name, each := range value {
			if name == "additionalProperties" || name == "items" || name == "schema" {
				name = member
			}
			enums(each, name, found)
		}
	}
}

func sameWords(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// A program is written against these lists: a word that is new reaches them.
func TestTheOpenAPIFileHasTheWordsOfTheProgram(t *testing.T) {
	text, err := os.ReadFile("docs/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	words, left := wordsOf(t), maps.Clone(memberTypes)
	enums(document, "", func(member string, listed []string) {
		delete(left, member)
		lists := listsFor(member, words)
		if len(lists) > 0 && !slices.ContainsFunc(lists, func(list []string) bool { return sameWords(list, listed) }) {
			t.Errorf("docs/openapi.json: %q takes %q; the program has %q", member, listed, lists)
		}
	})
	for member := range left {
		t.Errorf("docs/openapi.json lists no words for %q", member)
	}
}

// listOfWords is such as "`active`, `idle` or `hidden`", quotedList such as `"active", "idle", "hidden"`.
var (
	listOfWords = regexp.MustCompile("`[a-z]+(?: N)?`(?:(?:, | or | and )`[a-z]+(?: N)?`)+")
	quotedList  = regexp.MustCompile(`"[a-z]+"(?:, "[a-z]+")+`)
	listedWord  = regexp.MustCompile("[`\"]([a-z]+)")
	lastAnd     = regexp.MustCompile("( or | and )`[^`]*`$")
)

// withEveryState is a document whose lists of states have all of them, in their order: those that name offline, and
// those of an open page, which is never offline. What a list has besides stays behind them.
func withEveryState(document string) string {
	for _, list := range []*regexp.Regexp{listOfWords, quotedList} {
		document = list.ReplaceAllStringFunc(document, func(found string) string {
			var listed []string
			for _, match := range listedWord.FindAllStringSubmatch(found, -1) {
				listed = append(listed, match[1])
			}
			if !slices.Contains(listed, string(chat.Hidden)) {
				return found
			}
			words := slices.DeleteFunc(states(), func(state string) bool { return state == string(chat.Offline) && !slices.Contains(listed, state) })
			for _, word := range listed {
				if !slices.Contains(words, word) {
					words = append(words, word)
				}
			}
			quote, number := found[:1], ""
			if strings.Contains(found, " N") {
				number = " N"
			}
			for i, word := range words {
				words[i] = quote + word + number + quote
			}
			last := ", "
			if and := lastAnd.FindStringSubmatch(found); and != nil {
				last = and[1]
			}
			end := len(words) - 1
			return strings.Join(words[:end], ", ") + last + words[end]
		})
	}
	return document
}

// TestDocumentsForProgramsListEveryState writes the lists that are out of date where -write is given, as `make generate` does.
func TestDocumentsForProgramsListEveryState(t *testing.T) {
	for _, name := range []string{"docs/api.md", "docs/openapi.json"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), string(chat.Hidden)) {
			t.Errorf("%s lists no states", name)
		}
		wanted := withEveryState(string(text))
		if wanted == string(text) {
			continue
		}
		if !*write {
			t.Errorf("%s does not list the states of chat.States as they are: run make generate", name)
			continue
		}
		if err := os.WriteFile(name, []byte(wanted), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAPageReportsEveryState: a state that no page ever reports is one that nobody sees.
func TestAPageReportsEveryState(t *testing.T) {
	script, err := os.ReadFile("static/js/presence.js")
	if err != nil {
		t.Fatal(err)
	}
	_, reported, _ := strings.Cut(string(script), "function state() {")
	reported, _, _ = strings.Cut(reported, "\n}")
	for _, state := range states() {
		if state != string(chat.Offline) && !strings.Contains(reported, strconv.Quote(state)) {
			t.Errorf("state() in static/js/presence.js never says %q", state)
		}
	}
}
