package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// schema is the part of JSON Schema that docs/openapi.json uses.
type schema struct {
	Ref                  string `json:"$ref"`
	Type                 any    // a name, or a list of them
	Properties           map[string]*schema
	Required             []string
	AdditionalProperties *schema
	Items                *schema
	Enum                 []any
	Const                any
	AllOf                []*schema
}

// resolved follows references and puts the parts of allOf together.
func (api openAPI) resolved(s *schema) *schema {
	for {
		name, is := strings.CutPrefix(s.Ref, "#/components/schemas/")
		if !is {
			break
		}
		if s = api.Components.Schemas[name]; s == nil {
			return &schema{Type: "no schema " + name}
		}
	}
	if len(s.AllOf) == 0 {
		return s
	}
	all := &schema{Type: "object", Properties: make(map[string]*schema)}
	for _, part := range s.AllOf {
		part = api.resolved(part)
		maps.Copy(all.Properties, part.Properties)
		all.Required = append(all.Required, part.Required...)
	}
	return all
}

// mismatch says where a value is not what the schema says, "" for nowhere. A member
// that the schema does not name is one.
func (api openAPI) mismatch(s *schema, v any, at string) string {
	if s == nil {
		return ""
	}
	s = api.resolved(s)
	if s.Const != nil && s.Const != v {
		return fmt.Sprintf("%s is %v, not %v", at, v, s.Const)
	}
	if s.Enum != nil && !slices.Contains(s.Enum, v) {
		return fmt.Sprintf("%s is %v, none of %v", at, v, s.Enum)
	}
	if !s.takes(v) {
		return fmt.Sprintf("%s is %v, no %v", at, v, s.Type)
	}
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			if why := api.mismatch(s.Items, item, fmt.Sprintf("%s[%d]", at, i)); why != "" {
				return why
			}
		}
	case map[string]any:
		return api.mismatchedMember(s, v, at)
	}
	return ""
}

func (api openAPI) mismatchedMember(s *schema, object map[string]any, at string) string {
	for _, name := range s.Required {
		if _, there := object[name]; !there {
			return fmt.Sprintf("%s has no %q", at, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		member := s.Properties[name]
		if member == nil {
			member = s.AdditionalProperties
		}
		if member == nil {
			return fmt.Sprintf("%s has %q, which is not said", at, name)
		}
		if why := api.mismatch(member, object[name], at+"."+name); why != "" {
			return why
		}
	}
	return ""
}

// takes reports whether a value is of one of the schema's types.
func (s *schema) takes(v any) bool {
	switch types := s.Type.(type) {
	case nil:
		return true
	case string:
		return isOf(types, v)
	case []any:
		return slices.ContainsFunc(types, func(name any) bool { return isOf(fmt.Sprint(name), v) })
	}
	return false
}

func isOf(name string, v any) bool {
	switch v := v.(type) {
	case nil:
		return name == "null"
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case float64:
		return name == "number" || name == "integer" && v == float64(int64(v))
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}

// TestADocumentThatSaysOtherwiseIsFound: a check that finds nothing shows nothing.
func TestADocumentThatSaysOtherwiseIsFound(t *testing.T) {
	t.Parallel()
	api := openDocument(t)
	message := `{"id":1,"channel":"a","sender":"b","content":"c","content_type":"text","ts":1.5,"sent_ts":1.5,"edited":0,"edited_ts":null,"deleted":0,"deleted_ts":null,"reply_to_id":null,"reactions":null,"reactions_ts":null}`
	list := &schema{Type: "array", Items: &schema{Ref: "#/components/schemas/Message"}}
	for text, wrong := range map[string]bool{
		"[" + message + "]": false,
		"[]":                false,
		message:             true,
		"[" + strings.Replace(message, `"id":1,`, "", 1) + "]":              true,
		"[" + strings.Replace(message, `"id":1`, `"id":1.5`, 1) + "]":       true,
		"[" + strings.Replace(message, `"edited":0`, `"edited":2`, 1) + "]": true,
		"[" + strings.Replace(message, `{`, `{"more":1,`, 1) + "]":          true,
		"[" + strings.Replace(message, `null`, `"x"`, 1) + "]":              true,
	} {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatal(err)
		}
		if why := api.mismatch(list, v, "it"); (why != "") != wrong {
			t.Errorf("%s: %q", text, why)
		}
	}
}
