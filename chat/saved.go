package chat

// MaxSaved is how many messages somebody keeps for themselves at most.
const MaxSaved = 5_000

// ErrTooManySaved is for one more than MaxSaved.
var ErrTooManySaved = Errorf(Conflict, "You have saved %d messages, which is as many as can be. Remove one first.", MaxSaved)

// TopicSaved is what one person has saved, and how that reads.
func TopicSaved(user string) Topic { return Topic("saved " + user) }
