package chat_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
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
	prefixes := topicPrefixes(t)
	if !slices.Contains(prefixes, strings.TrimSuffix(string(chat.TopicMessages("a")), "a")) {
		t.Fatalf("found only %q", prefixes)
	}
	for _, prefix := range prefixes {
		topics = append(topics, chat.Topic(prefix+"a"))
	}
	for i, a := range topics {
		for _, b := range topics[i+1:] {
			if a == b || strings.HasPrefix(string(a), string(b)+" ") {
				t.Errorf("%q and %q are alike", a, b)
			}
		}
	}
}

// topicPrefixes are what the functions of topics put before the name they are given.
func topicPrefixes(t *testing.T) (prefixes []string) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range parsed.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok && strings.HasPrefix(function.Name.Name, "Topic") {
				prefixes = append(prefixes, prefixOf(t, function))
			}
		}
	}
	return prefixes
}

func prefixOf(t *testing.T, function *ast.FuncDecl) string {
	t.Helper()
	var prefixes []string
	ast.Inspect(function.Body, func(n ast.Node) bool {
		if literal, ok := n.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			prefix, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			prefixes = append(prefixes, prefix)
		}
		return true
	})
	if len(prefixes) != 1 || !strings.HasSuffix(prefixes[0], " ") {
		t.Fatalf("%s puts %q before a name, want one word and a space", function.Name, prefixes)
	}
	return prefixes[0]
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
