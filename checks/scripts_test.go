package checks

import (
	"encoding/json"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minimost/chat"
)

// ownNumbers are numbers of scripts that have nothing to do with a rule, also if the rule should have the same one day: each is a
// named constant.
var ownNumbers = map[string]string{
	"announce.js kept":           "how long a line stays for a screen reader",
	"days.js often":              "between two looks at what day it is",
	"completion.js lasting":      "while a list stands for fewer letters",
	"drafts.js farewell":         "for which a logout waits for a draft",
	"drafts.js pause":            "without a keystroke until a draft is saved",
	"drafts.js settling":         "until what comes is newer than what was saved",
	"page.js patience":           "until a request counts as unanswered",
	"field.js close":             "characters left that are worth a note",
	"copied.js told":             "how long it says that a link was copied",
	"live.js answering":          "until a dialog's answer leads away no more",
	"live.js echo":               "until a socket that does not answer is doubted",
	"live.js longestPause":       "between two polls that fail",
	"live.js longestPauseHidden": "between polls of a hidden page that fail",
	"live.js patience":           "until a poll counts as unanswered",
	"live.js stale":              "until a poll counts as lost after a sleep",
	"notifier.js agreement":      "until the tabs of a browser have agreed on one",
	"notifier.js patience":       "until an answer is given up",
	"offline.js lookEvery":       "between two looks for the server",
	"passing.js forgetAfter":     "until a failure that nobody saw is forgotten",
	"picker.js patience":         "until a list that does not come is given up",
	"present.js patience":        "until a poll counts as unanswered",
	"reactions.js longPress":     "what a finger holds",
	"read.js retryAfter":         "between two tries to mark as read",
	"scroll.js arrival":          "for what was missed meanwhile to come",
	"send.js patience":           "until a message counts as unanswered",
	"service-worker.js patience": "until no page answers any more",
	"socket.js lasting":          "a socket that did not fail at once",
	"socket.js longestRest":      "between two tries of a socket that fail",
	"socket.js openWithin":       "until a socket that does not open is given up",
	"socket.js shortestRest":     "between two tries of a socket",
	"upload.js askedBefore":      "until a page that was asked for is shown",
	"upload.js patience":         "without progress until an upload is given up",
	"visit.js patience":          "until another channel does not come any more",
	"visit.js sendingFirst":      "for what is being sent before a channel is left",
}

var (
	comments  = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)
	numbers   = regexp.MustCompile(`\b\d[\d_]*(?:\.\d+)?(?:\s*\*\s*\d[\d_]*)*\b`)
	constants = regexp.MustCompile(`(?m)^(?:export )?const (\w+) = ([\d_*. ]+);`)
	ruleUses  = regexp.MustCompile(`\brules\.(\w+)[^\w"]`)
)

// places are what has one place among the scripts, which sees to what goes wrong with it.
var places = map[string]struct {
	what    *regexp.Regexp
	scripts []string
}{
	"what the browser keeps, which may be denied": {regexp.MustCompile(`\b(?:local|session)Storage\b`), []string{"storage.js", "offline.js"}},
	"keys of input methods":                       {regexp.MustCompile(`\b(?:isComposing|keyCode)\b`), []string{"keys.js"}},
}

func TestWhatScriptsHaveInOnePlaceStandsThere(t *testing.T) {
	for name, script := range scripts(t) {
		for what, place := range places {
			if found, own := place.what.MatchString(script), slices.Contains(place.scripts, name); found != own {
				t.Errorf("%s: %s: found %t, its place is %q", name, what, found, place.scripts)
			}
		}
	}
}

// pageRules are the rules that a page carries, by the name that scripts know them by.
func pageRules(t *testing.T) map[string]int64 {
	t.Helper()
	text, err := json.Marshal(chat.RulesOfPages())
	if err != nil {
		t.Fatal(err)
	}
	var rules map[string]int64
	if err := json.Unmarshal(text, &rules); err != nil {
		t.Fatal(err)
	}
	return rules
}

// scripts are our own, by name, without their comments.
func scripts(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for name, source := range readTree(t, "static/js") {
		if path.Ext(name) == ".js" {
			found[path.Base(name)] = comments.ReplaceAllString(string(source), "")
		}
	}
	return found
}

// copied are the numbers of a script that are those of a rule, each as "name" of its constant or as it is written.
func copied(script string, values map[int64]string) (found []string) {
	named := map[string]string{}
	for _, match := range constants.FindAllStringSubmatch(script, -1) {
		named[match[2]] = match[1]
	}
	for _, written := range numbers.FindAllString(script, -1) {
		value, err := types.Eval(token.NewFileSet(), nil, token.NoPos, written)
		if err != nil || value.Value == nil {
			continue
		}
		n, exact := constant.Int64Val(constant.ToInt(value.Value))
		if _, rule := values[n]; !exact || !rule {
			continue
		}
		if name, ok := named[written]; ok {
			written = name
		}
		found = append(found, written)
	}
	return found
}

func TestNoScriptKeepsANumberOfARule(t *testing.T) {
	values := map[int64]string{}
	for name, value := range pageRules(t) {
		values[value] = name
	}
	left := maps.Clone(ownNumbers)
	for name, script := range scripts(t) {
		for _, number := range copied(script, values) {
			if _, own := ownNumbers[name+" "+number]; !own {
				t.Errorf("%s: %s is a number of chat.PageRules: take it from rules.js, or say in ownNumbers what else it is", name, number)
			}
		}
		for _, constant := range constants.FindAllStringSubmatch(script, -1) {
			delete(left, name+" "+constant[1])
		}
	}
	for number := range left {
		t.Errorf("%s is gone", number)
	}
}

func TestACopiedNumberIsFound(t *testing.T) {
	values := map[int64]string{5000: "typingWindow", 300_000: "idleAfter", 500: "readAfter"}
	script := "const lull = 5_000;\nconst idle = 5 * 60_000;\nsetTimeout(f, 5000);\nif (x === 500) y(50, 5_0001, 1.5);\n"
	if got := copied(script, values); !slices.Equal(got, []string{"lull", "idle", "5000", "500"}) {
		t.Errorf("found %q", got)
	}
}

func TestScriptsUseExactlyTheRulesOfThePage(t *testing.T) {
	rules := pageRules(t)
	used := map[string]bool{}
	for name, script := range scripts(t) {
		for _, match := range ruleUses.FindAllStringSubmatch(script, -1) {
			if _, known := rules[match[1]]; !known {
				t.Errorf("%s uses rules.%s, which no page carries", name, match[1])
			}
			used[match[1]] = true
		}
	}
	for rule := range rules {
		if !used[rule] {
			t.Errorf("no script uses %s", rule)
		}
	}
	listed := string(readTree(t, "static/js")["static/js/rules.js"])
	for rule := range rules {
		if !strings.Contains(listed, rule+": number") {
			t.Errorf("rules.js does not list %s", rule)
		}
	}
}
