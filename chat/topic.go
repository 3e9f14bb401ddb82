package chat

// Topic names something that pages show and that a change can concern. After
// each commit the store publishes the topics it changed.
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

// TopicMessages is a channel's messages and their reactions.
func TopicMessages(channel string) Topic { return Topic("messages " + channel) }

// TopicRevisions is that messages of a channel are no longer as they were, pins and
// what is removed included. It is published beside TopicMessages unless all that has
// changed is that there are new ones.
func TopicRevisions(channel string) Topic { return Topic("revisions " + channel) }

// TopicRemovals is that messages of a channel were deleted or removed.
func TopicRemovals(channel string) Topic { return Topic("removals " + channel) }

// TopicPins is which messages of a channel are pinned.
func TopicPins(channel string) Topic { return Topic("pins " + channel) }

// TopicTyping is who is typing in a channel.
func TopicTyping(channel string) Topic { return Topic("typing " + channel) }

// TopicReceipts is who has read what of a channel.
func TopicReceipts(channel string) Topic { return Topic("receipts " + channel) }

// TopicMembers is a private channel's name, members and whether it is in use.
func TopicMembers(channel string) Topic { return Topic("members " + channel) }

// TopicAccount is an account's password, settings and which sessions of it
// still count.
func TopicAccount(user string) Topic { return Topic("account " + user) }

// TopicDrafts is what one person has begun to write.
func TopicDrafts(user string) Topic { return Topic("drafts " + user) }

// TopicActivity is what others did that concerns one person: what is listed of mentions of
// them, of replies and reactions to what they wrote. Of Everyone it may concern anybody.
func TopicActivity(user string) Topic { return Topic("activity " + user) }

// Everyone is no account's name.
const Everyone = "@"

// TopicSession is whether one session, by its hash, still counts, where several servers
// serve it. It is published beside TopicSessions.
func TopicSession(hash string) Topic { return Topic("session " + hash) }

// TopicAppearance is how one person appears to others.
func TopicAppearance(user string) Topic { return Topic("appearance " + user) }

// TopicPerson is what only one person sees: their lists, settings and what they
// have read.
func TopicPerson(user string) Topic { return Topic("person " + user) }
