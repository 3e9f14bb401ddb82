package chat

import (
	"slices"
	"strings"
)

// SidebarSort is the order of someone's sidebar.
type SidebarSort string

// The orders: SortUsual has channels as the server lists them and the newest
// conversations first.
const (
	SortUsual  SidebarSort = ""
	SortByName SidebarSort = "name"
	SortRecent SidebarSort = "recent"
)

// SidebarSections are the sections of a sidebar, in their order; each folds.
var SidebarSections = []string{"favourites", "public", "private", "direct"}

// SidebarSettings is what somebody has set for their sidebar.
type SidebarSettings struct {
	SortBy SidebarSort
	// Folded are the sections that are folded, as JoinFolded writes them.
	Folded string
}

// Errors of sidebar settings.
var (
	errSort    = Errorf(Invalid, `The order is "" (the usual one), "name" or "recent".`)
	errSection = Errorf(Invalid, "The sections are %s.", strings.Join(SidebarSections, ", "))
)

// ParseSidebarSort reads an order; anything but the three is Invalid.
func ParseSidebarSort(text string) (SidebarSort, error) {
	switch by := SidebarSort(text); by {
	case SortUsual, SortByName, SortRecent:
		return by, nil
	}
	return SortUsual, errSort
}

// JoinFolded is a list of sections as it is stored. It is Invalid for others.
func JoinFolded(sections []string) (string, error) {
	var folded []string
	for _, section := range SidebarSections {
		if slices.Contains(sections, section) {
			folded = append(folded, section)
		}
	}
	for _, section := range sections {
		if !slices.Contains(SidebarSections, section) {
			return "", errSection
		}
	}
	return strings.Join(folded, " "), nil
}

// FoldedSections lists the sections that are folded.
func (s SidebarSettings) FoldedSections() []string { return strings.Fields(s.Folded) }

// Folds reports whether a section is folded.
func (s SidebarSettings) Folds(section string) bool {
	return slices.Contains(s.FoldedSections(), section)
}

// SidebarSettingsChange changes those that it names: the order, all folded sections,
// or one section that is folded from now on or no longer.
type SidebarSettingsChange struct {
	SortBy *SidebarSort
	Folded *string
	Fold   string
	Unfold string
}

// Change are the settings after a change. It is Invalid for what is no section.
func (s SidebarSettings) Change(c SidebarSettingsChange) (SidebarSettings, error) {
	if c.SortBy != nil {
		s.SortBy = *c.SortBy
	}
	if c.Folded != nil {
		s.Folded = *c.Folded
	}
	sections := s.FoldedSections()
	if c.Fold != "" {
		sections = append(sections, c.Fold)
	}
	if c.Unfold != "" {
		if !slices.Contains(SidebarSections, c.Unfold) {
			return s, errSection
		}
		sections = slices.DeleteFunc(sections, func(section string) bool { return section == c.Unfold })
	}
	var err error
	s.Folded, err = JoinFolded(sections)
	return s, err
}
