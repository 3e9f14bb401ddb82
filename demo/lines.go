package demo

import (
	"math/rand/v2"
	"slices"
)

// chatter is what the played people talk about live, one list for each channel
// of publicTalk. The lines of one exchange follow each other.
var chatter = [][][]string{
	{
		{"Has anyone tried the new build on a phone yet?", "Yes, the drawer feels **much** faster.", "Great, then I can close that one."},
		{"I will restart the test server in five minutes.", "Go ahead, I am done there.", "And it is back. That took two seconds."},
		{"Who reviews my change to the reaction bar?", "I can, right after lunch.", "Thank you! It is only forty lines."},
		{"The support team asks for a shortcut to edit the last message.", "That exists: `↑` in an empty composer.", "Ha, I did not know that either."},
		{"Is Thursday's demo still at 14:00?", "Yes, in the big room.", "I bring biscuits."},
		{"Tests are green on all three browsers.", "Best sentence of the day."},
		{"I found out why one badge was off by one.", "Let me guess: a message of one's own was counted?", "Exactly that. Fix is on its way."},
		{"Short survey: do you use *Away* by hand or leave it on *Automatic*?", "Automatic, except in the train.", "Same. The half-moon comes fast enough."},
	},
	{
		{"The coffee machine wants to be descaled again.", "It always wants something.", "I did it last time, just saying."},
		{"Look out of the window, double rainbow!", "We only get a grey wall on this side.", "You can have half of ours."},
		{"What was the name of that noodle place?", "The one with the green door?", "Yes! That one."},
		{"I have learned three chords on the ukulele.", "That is all one needs.", "Tell that to my neighbours."},
		{"Cake in the kitchen, first come first served.", "On my way.", "There is one piece left. There *was* one piece left."},
		{"Who is in for the quiz on Friday?", "Me, if nobody asks about sports."},
	},
	{
		{"I moved the typing line two pixels down, does it look calmer?", "It does. Nothing jumps any more."},
		{"Which accent do you like better, the blue or the teal?", "Teal in light, blue in dark.", "That is one colour too many, but I see what you mean."},
		{"The focus ring is now visible on every button.", "Also on the picker?", "Also there, three pixels, `outline-offset: 2px`."},
		{"Empty states: one sentence and the next step. Anything else?", "A small drawing would be nice.", "Deal, I will sketch one."},
		{"Contrast of the timestamps is 4.8 to 1 now.", "Good, it was 4.2 before."},
		{"Could the avatars be a little rounder?", "They are circles already.", "Then they are perfect."},
	},
}

// privateChatter is what they say in private channels.
var privateChatter = [][]string{
	{"The welcome mail reads well now.", "Then let us freeze the text."},
	{"Rehearsal tomorrow at ten?", "Ten works.", "I will bring the checklist."},
	{"Backup of last night is restored and checked.", "How long did it take?", "Four minutes, as always."},
	{"Do we announce it in the morning or at noon?", "Morning, support is at full strength then."},
}

// answers are what someone can say to anything.
var answers = []string{
	"Good point!", "I was just about to say the same.", "Thanks for writing that down. 🙏", "Oh, nice!", "Let me think about it, but I like it.",
	"Agreed. Shall we try it this week?", "Ha, exactly!", "Can you say a little more?", "That is **so** true.", "I had not seen it that way, thank you.",
}

// gestures are what they react with, each as the store keeps it.
var gestures = []string{"👍", "❤️", "🎉", "😂", "👀", "🚀", "🙌", "💯"}

// room is a channel in which the played people talk.
type room struct {
	exchanges [][]string
	order     []int    // the exchanges still to come
	rest      []string // of the one going on
	spoke     string   // who said the last line
}

func newRoom(exchanges [][]string) *room { return &room{exchanges: exchanges} }

// next is the next line. When all have been said they come again in another
// order.
func (r *room) next(random *rand.Rand) string {
	if len(r.rest) == 0 {
		if len(r.order) == 0 {
			r.order = random.Perm(len(r.exchanges))
		}
		r.rest = slices.Clone(r.exchanges[r.order[0]])
		r.order = r.order[1:]
	}
	text := r.rest[0]
	r.rest = r.rest[1:]
	return text
}
