package chat

// Topic names something that pages show and that a change can concern. After
// each commit the store publishes the topics it changed. Those of one channel or person
// stand with their nouns, as TopicPins does.
type Topic string

// Slot is where the changes of a topic are counted, of hardly any other too. It is good for one run of the server.
type Slot uint32

// Broadcast topics: they concern every page, or every server. A new one belongs in BroadcastTopics.
const (
	// TopicPresence is how anyone appears to others.
	TopicPresence Topic = "presence"
	// TopicLists is anything that the list of someone's channels shows: a message
	// anywhere, a private channel's name or members.
	TopicLists Topic = "lists"
	// TopicAccounts is which accounts there are.
	TopicAccounts Topic = "accounts"
	// TopicBlocks is who keeps whom away.
	TopicBlocks Topic = "blocks"
	// TopicSharing is what anyone shares with others.
	TopicSharing Topic = "sharing"
	// TopicProfiles is how people present themselves: their display names and pictures.
	TopicProfiles Topic = "profiles"
	// TopicPublicChannels is which public channels there are, what they are called and about, and who is in them.
	TopicPublicChannels Topic = "public channels"
	// TopicSessions is that a session has ended, where several servers serve them.
	TopicSessions Topic = "sessions"
	// TopicAnything is a change by another program, or of the clock: it may be
	// anything.
	TopicAnything Topic = "anything"
)

// BroadcastTopics lists the topics that are of nobody and no channel: each is counted alone.
var BroadcastTopics = [...]Topic{TopicPresence, TopicLists, TopicAccounts, TopicBlocks, TopicSharing, TopicProfiles, TopicPublicChannels, TopicSessions, TopicAnything}

// TopicSession is whether one session, by its hash, still counts, where several servers
// serve it. It is published beside TopicSessions.
func TopicSession(hash string) Topic { return Topic("session " + hash) }

// TopicPerson is what only one person sees: their lists, settings and what they
// have read.
func TopicPerson(user string) Topic { return Topic("person " + user) }
