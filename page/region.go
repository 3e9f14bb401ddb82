package page

import (
	"slices"

	"github.com/a-h/templ"

	"minimost/chat"
)

// region is a part of a page that is kept up to date. Its row says what it
// depends on, and so both when a page must look again and who is told at once.
type region struct {
	name string

	// ofChannel and ofReader are its topics of the page's channel and reader: after a
	// change of one of them it is built again, and shown at once.
	ofChannel, ofReader []func(name string) chat.Topic
	// ofEveryone are its topics that concern every page. It is built again after them
	// too, but each page looks for them twice a second: a message somewhere must not
	// stir every stream there is.
	ofEveryone []chat.Topic
	// onlyIfStale are topics of everyone that seldom concern this page: it looks for
	// them like for ofEveryone, and stale says whether the region is built again.
	onlyIfStale []chat.Topic
	// inSidebar regions show what goes on elsewhere; they are looked at when it is
	// the whole page that is.
	inSidebar bool

	// stale reports whether it may look different since the cursor although none of
	// ofChannel, ofReader and ofEveryone has changed; nil: never.
	stale func(*screen) (bool, error)
	// watch are the people whose presence it shows: how they appear is shown at once.
	watch func(*screen) ([]string, error)
	// build reads what the region shows into the screen, and returns it.
	build func(*screen) (shown any, err error)
	// differs reports whether the page lacks what was built; nil: when the
	// fingerprint of what is shown is another than the cursor's.
	differs func(*screen) bool
	// render draws what was built for a page that is open.
	render func(*screen) []templ.Component
}

// regions is the table of all of them, in the order in which they are built and
// drawn. The cursor has the fingerprints in this order too.
var regions = []region{
	messagesRegion,
	unreadRegion,
	headerRegion,
	typingRegion,
	receiptsRegion,
	composerRegion,
	draftsRegion,
	favouritesRegion,
	publicRegion,
	privateRegion,
	directRegion,
	badgesRegion,
	noticesRegion,
	accountRegion,
	presenceRegion,
	profilesRegion,
	standpointRegion,
}

// What a page shows that shows no channel, in the place of one: a sidebar beside what stays
// as it is, or beside the newest of the reader's activity, all public channels, or what the reader has saved last.
// No channel is called so.
const (
	SidebarAlone   = "/"
	NewestActivity = "/activity"
	AllChannels    = "/channels"
	LastSaved      = "/saved"
)

// The tables of those pages have no more regions with a fingerprint than a channel's.
var (
	sidebarTable = []region{
		favouritesRegion, publicRegion, privateRegion, directRegion, badgesRegion, noticesRegion, accountRegion, presenceRegion,
		draftsRegion,
	}
	activityTable = append(slices.Clone(sidebarTable), activityRegion)
	channelsTable = append(slices.Clone(sidebarTable), channelsRegion)
	savedTable    = append(slices.Clone(sidebarTable), savedRegion)
)

// showsNoChannel tells the pages without a channel from those of one.
func showsNoChannel(shown string) bool {
	return shown == SidebarAlone || shown == NewestActivity || shown == AllChannels || shown == LastSaved
}

func tableOf(shown string) []region {
	switch shown {
	case SidebarAlone:
		return sidebarTable
	case NewestActivity:
		return activityTable
	case AllChannels:
		return channelsTable
	case LastSaved:
		return savedTable
	}
	return regions
}

func (r *region) fingerprinted() bool { return r.differs == nil }

func countFingerprints() (n int) {
	for i := range regions {
		if regions[i].fingerprinted() {
			n++
		}
	}
	return n
}

// topicsAtOnce are the region's topics of a channel and reader of which a change
// is shown at once. Without a reader they are the channel's, and the other way
// round.
func (r *region) topicsAtOnce(reader, channel string) (topics []chat.Topic) {
	if channel != "" {
		for _, topic := range r.ofChannel {
			topics = append(topics, topic(channel))
		}
	}
	if reader != "" {
		for _, topic := range r.ofReader {
			topics = append(topics, topic(reader))
		}
	}
	return topics
}

// staleTopics are those after which the region is built again, whatever stale says.
func (r *region) staleTopics(reader, channel string) []chat.Topic {
	return append(r.topicsAtOnce(reader, channel), r.ofEveryone...)
}

func (r *region) countStaleTopics() int {
	return len(r.ofChannel) + len(r.ofReader) + len(r.ofEveryone)
}

// tickTopics are those that a page looks for now and then.
func (r *region) tickTopics() []chat.Topic { return slices.Concat(r.ofEveryone, r.onlyIfStale) }

func collectTopics(table []region, of func(*region) []chat.Topic) (topics []chat.Topic) {
	for i := range table {
		topics = append(topics, of(&table[i])...)
	}
	slices.Sort(topics)
	return slices.Compact(topics)
}

// Topics are all that a page of the channel depends on.
func Topics(reader, channel string) []chat.Topic {
	return collectTopics(tableOf(channel), func(r *region) []chat.Topic { return append(r.staleTopics(reader, channel), r.onlyIfStale...) })
}

// ChannelTopics are those of which a change is told at once to everyone who has
// the channel open. After a change of membership others may be watched: see
// Pages.Watchlist.
func ChannelTopics(channel string) (membership, others []chat.Topic) {
	table := tableOf(channel)
	membership = collectTopics(table, func(r *region) []chat.Topic {
		if r.watch == nil {
			return nil
		}
		return r.topicsAtOnce("", channel)
	})
	others = collectTopics(table, func(r *region) []chat.Topic { return r.topicsAtOnce("", channel) })
	return membership, slices.DeleteFunc(others, func(t chat.Topic) bool { return slices.Contains(membership, t) })
}

// ReaderTopics are those of which a change is told at once to the reader's pages of the
// channel.
func ReaderTopics(reader, channel string) []chat.Topic {
	return collectTopics(tableOf(channel), func(r *region) []chat.Topic { return r.topicsAtOnce(reader, "") })
}

// TickTopics are those that every page looks for now and then.
func TickTopics() []chat.Topic {
	return collectTopics(slices.Concat(regions, channelsTable), (*region).tickTopics)
}
