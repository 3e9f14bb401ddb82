package chat_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minimost/chat"
)

// TestEveryTopicConstantIsABroadcastTopic: one that is missing would share a slot
// of the hub with people's own topics.
func TestEveryTopicConstantIsABroadcastTopic(t *testing.T) {
	declared := constantsOf(t, "topic.go", "Topic")
	if len(declared) < 5 {
		t.Fatalf("found only %q", declared)
	}
	for _, topic := range declared {
		if !slices.Contains(chat.BroadcastTopics[:], chat.Topic(topic)) {
			t.Errorf("%q is not in BroadcastTopics", topic)
		}
	}
	if len(declared) != len(chat.BroadcastTopics) {
		t.Errorf("%d constants and %d broadcast topics", len(declared), len(chat.BroadcastTopics))
	}
}

func TestTopicsOfDifferentKindsDiffer(t *testing.T) {
	topics := slices.Clone(chat.BroadcastTopics[:])
	kinds := []func(string) chat.Topic{
		chat.TopicMessages, chat.TopicTyping, chat.TopicReceipts, chat.TopicMembers, chat.TopicAccount, chat.TopicAppearance, chat.TopicPerson,
	}
	source, err := os.ReadFile("topic.go")
	if err != nil {
		t.Fatal(err)
	}
	if declared := strings.Count(string(source), "\nfunc Topic"); declared != len(kinds) {
		t.Errorf("topic.go declares %d kinds of topics, this test knows %d", declared, len(kinds))
	}
	for _, of := range kinds {
		topics = append(topics, of("a"))
	}
	for i, a := range topics {
		for _, b := range topics[i+1:] {
			if a == b || strings.HasPrefix(string(a), string(b)+" ") {
				t.Errorf("%q and %q are alike", a, b)
			}
		}
	}
}

// constantsOf are the values of the string constants of one type that a file
// declares.
func constantsOf(t *testing.T, file, typeName string) (values []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if name, ok := spec.Type.(*ast.Ident); !ok || name.Name != typeName {
			return true
		}
		for _, v := range spec.Values {
			if literal, ok := v.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
		}
		return true
	})
	return values
}
