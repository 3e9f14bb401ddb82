package checks

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"minimost/chat"
	"minimost/lang"
)

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
	case "state":
		return [][]string{states(), append(states(), "bot")}
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
		if slices.Contains(listed, string(chat.Hidden)) {
			member = "state"
		}
		lists := listsFor(member, words)
		if len(lists) > 0 && !slices.ContainsFunc(lists, func(list []string) bool { return sameWords(list, listed) }) {
			t.Errorf("docs/openapi.json: %q takes %q; the program has %q", member, listed, lists)
		}
	})
	for member := range left {
		t.Errorf("docs/openapi.json lists no words for %q", member)
	}
}

// listOfWords is such as "`active`, `idle` or `hidden`".
var (
	listOfWords = regexp.MustCompile("`[a-z]+(?: N)?`(?:(?:, | or | and )`[a-z]+(?: N)?`)+")
	listedWord  = regexp.MustCompile("`([a-z]+)")
)

func TestTheGuideForProgramsListsEveryState(t *testing.T) {
	guide, err := os.ReadFile("docs/api.md")
	if err != nil {
		t.Fatal(err)
	}
	ofPages := slices.DeleteFunc(states(), func(state string) bool { return state == string(chat.Offline) })
	lists := 0
	for _, list := range listOfWords.FindAllString(string(guide), -1) {
		var listed []string
		for _, match := range listedWord.FindAllStringSubmatch(list, -1) {
			listed = append(listed, match[1])
		}
		if !slices.Contains(listed, string(chat.Hidden)) {
			continue
		}
		lists++
		if !sameWords(listed, states()) && !sameWords(listed, ofPages) {
			t.Errorf("docs/api.md lists %s; the states are %q", list, states())
		}
	}
	if lists == 0 {
		t.Error("docs/api.md lists no states")
	}
}
