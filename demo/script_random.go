package demo

var randomTalk = []line{
	{ago: 3*day - 2*hour, by: "femi", text: "Serious question: tabs or spaces **in a shopping list**?", react: "😂 alice carol, 🤔 dmitri"},
	{ago: 3*day - 2*hour - 4*minute, by: "carol", text: "Bullets. I am not a barbarian.", react: "💯 alice femi", read: "alice bob dmitri femi"},
	{ago: 3*day - 2*hour - 9*minute, by: "dmitri", text: "- milk\n- coffee\n- more coffee\n- ~~sleep~~"},
	{ago: 2*day - 90*minute, by: "alice", text: "The office plant has a new leaf. I repeat: *the office plant has a new leaf*.", react: "🌱 bob carol dmitri femi, 🎉 elena, ❤️ carol"},
	{ago: 2*day - 94*minute, by: "bob", re: 1, text: "After what we did to it in winter? Respect.", read: "alice carol dmitri femi"},
	{ago: 2*day - 96*minute, by: "femi", text: "It has better uptime than our first server."},
	{ago: day - 2*hour, by: "carol", text: "What are you listening to while working? I am out of ideas."},
	{ago: day - 2*hour - 3*minute, by: "bob", text: "Rain. Ten hours of rain."},
	{ago: day - 2*hour - 5*minute, by: "dmitri", text: "The fan of my laptop. It knows one song, but it knows it well.", react: "😂 alice bob carol femi", read: "alice bob"},
	{ago: day - 2*hour - 8*minute, by: "alice", text: "Film scores! Nobody sings, and answering mail feels *heroic*.", react: "🎬 carol, 🔥 bob", read: "bob carol femi"},
	{ago: 2*hour + 10*minute, by: "femi", text: "Pub quiz on Friday, we need one more who knows anything about sports.", react: "🙋 dmitri"},
	{ago: 2 * hour, by: "dmitri", text: "I know that there are several.", react: "😂 carol femi"},
}
