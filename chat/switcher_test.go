package chat

import (
	"slices"
	"testing"
)

func TestDestinationsAreFoundTheBestFirst(t *testing.T) {
	all := []Destination{
		{Channel: "1", Name: "general"},
		{Channel: "2", Name: "Release planning"},
		{Channel: "3", Name: "plans", Unread: 2},
		{Channel: "4", Name: "pla"},
		{Channel: "5", Name: "explain"},
		{Channel: "6", Name: "pizza lovers"},
		{Channel: "7", Name: "plants"},
		{Channel: "8", Name: "Ärger"},
	}
	for query, want := range map[string][]string{
		"":         {"plans", "general", "Release planning", "pla", "explain", "pizza lovers", "plants", "Ärger"},
		"pla":      {"pla", "plans", "plants", "Release planning", "explain"},
		" #PLA ":   {"pla", "plans", "plants", "Release planning", "explain"},
		"rpl":      {"Release planning"},
		"plan ing": {"Release planning"},
		"är":       {"Ärger"},
		"zz":       {"pizza lovers"},
		"zzz":      {},
		"ning re":  {},
	} {
		got := []string{}
		for _, d := range FindDestinations(all, query, "") {
			got = append(got, d.Name)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

func TestDestinationsAreFoundWithoutAccents(t *testing.T) {
	all := []Destination{
		{Channel: "0", Name: "juergen, carol"}, {Channel: "1", Name: "Ärger", Also: []string{"arger"}}, {Channel: "2", Name: "larger"},
		{Channel: "3", Name: "Jürgen Ö", Also: []string{"juergen", "juergen jurgen o"}},
	}
	for query, want := range map[[2]string][]string{
		{"arg", "arg"}:       {"1", "2"},
		{"ärg", "arg"}:       {"1"},
		{"jurgen", "jurgen"}: {"3", "0"},
		{"Jürg", "jurg"}:     {"3"},
		{"juergen", ""}:      {"3", "0"},
	} {
		got := []string{}
		for _, d := range FindDestinations(all, query[0], query[1]) {
			got = append(got, d.Channel)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}
