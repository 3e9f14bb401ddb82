package demo

var privateTalk = []line{
	{ago: 3*day - 3*hour, by: "bob", text: "Let us collect everything for the launch here. Date is **the first Tuesday of next month**.", react: "🚀 alice carol dmitri"},
	{ago: 3*day - 3*hour - 6*minute, by: "alice", text: "Support is ready. I still need two screenshots for the welcome mail.", read: "bob carol dmitri"},
	{ago: 3*day - 3*hour - 9*minute, by: "carol", re: 1, text: "You get them tomorrow, light and dark."},
	{ago: 2*day - 2*hour, by: "dmitri", text: "Backups: restored last night's copy on a fresh machine with `minimost check` after it. Four minutes from nothing to logged in.", react: "👏 alice bob, 🔥 carol", read: "alice bob carol"},
	{ago: day - hour, by: "bob", add: "femi"},
	{ago: day - 62*minute, by: "bob", text: "Femi joins us for the last stretch. He sees the history too."},
	{ago: day - 66*minute, by: "femi", text: "Hello! Reading up now. I take the load test on launch day.", react: "👋 alice bob carol dmitri", read: "alice"},
	{ago: day - 75*minute, by: "alice", text: "Open points, as far as I see:\n\n1. the welcome mail\n2. who answers questions on the first evening\n3. cake", react: "🍰 carol femi, ✅ bob", read: "bob carol femi"},
	{ago: 4 * hour, by: "carol", text: "Screenshots are done, so number one is yours again. I volunteer for number three.", react: "😋 bob femi"},
	{ago: 50 * minute, by: "bob", text: "Then I take the first evening together with Dmitri.", react: "👍 dmitri"},
}

var bobTalk = []line{
	{ago: 2*day - 5*hour, by: "bob", text: "Do you have ten minutes for the support slides later?"},
	{ago: 2*day - 5*hour - 4*minute, by: Username, text: "Sure, after three?", react: "👍 bob", read: "bob"},
	{ago: 2*day - 5*hour - 5*minute, by: "bob", text: "Perfect.", read: "alice"},
	{ago: day - 6*hour, by: Username, text: "The slides are so much better with your drawings. Thank you!", react: "❤️ bob", read: "bob"},
	{ago: 25 * minute, by: "bob", text: "Could you read the welcome text once more before Thursday? No hurry."},
}

var carolTalk = []line{
	{ago: day - 3*hour, by: Username, text: "Which of the two icons did you choose in the end?", read: "carol"},
	{ago: day - 3*hour - 7*minute, by: "carol", text: "The plain one. The other looked like a **fish** at small sizes.", react: "😂 alice", read: "alice"},
	{ago: day - 3*hour - 8*minute, by: Username, text: "Now I cannot unsee it."},
}
