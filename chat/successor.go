package chat

// follow returns the tabs after this one has taken the place of another. Of one
// that nobody has heard of it is remembered that it is gone: what it said may still
// be on its way.
func (s Said) follow(tabs []Tab, now Stamp) []Tab {
	if s.Follows == "" || s.Follows == s.Tab {
		return tabs
	}
	before := indexOfTab(tabs, s.Follows)
	if s.State == Offline {
		if before >= 0 && tabs[before].Ending != EndingGone {
			tabs = s.succeed(tabs, before, now)
		}
		return tabs
	}
	if before < 0 {
		before = len(tabs)
		tabs = append(tabs, Tab{ID: s.Follows, State: Hidden, LastSeen: now, Session: s.Session})
	}
	tabs[before].Word = max(tabs[before].Word, s.Word-1)
	tabs[before] = tabs[before].end(now, EndingGone)
	return tabs
}

// succeed returns the tabs where one goes before it was heard that it was there, or
// back: it counts as the one before until it has ended. Where the other has taken
// its place again meanwhile, and said so before, it stays gone.
func (s Said) succeed(tabs []Tab, before int, now Stamp) []Tab {
	i := indexOfTab(tabs, s.Tab)
	if i < 0 {
		i = len(tabs)
		tabs = append(tabs, Tab{Ending: EndingGone})
	} else if tabs[i].Ending != EndingGone || s.Word != 0 && s.Word < tabs[before].Word {
		return tabs
	}
	heir := tabs[before].end(0, Staying)
	heir.ID, heir.Session, heir.Word = s.Tab, s.Session, tabs[i].Word
	tabs[i], tabs[before] = heir, tabs[before].end(now, EndingGone)
	return tabs
}
