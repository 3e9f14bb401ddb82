package demo

var designTalk = []line{
	{ago: 3*day - 90*minute, by: "carol", text: "First go at the presence dot. Each state has its own **shape**, so it works without colour:\n\n- online: filled\n- away: half-moon\n- offline: hollow", react: "❤️ alice bob, 👏 dmitri elena"},
	{ago: 3*day - 95*minute, by: "alice", text: "The half-moon is a lovely idea. Is it still readable at 8 px?"},
	{ago: 3*day - 101*minute, by: "carol", re: 1, text: "Barely. I made it 10 px with a ring in the background colour, now it is.", react: "👍 alice", read: "alice bob dmitri femi"},
	{ago: 2*day - 3*hour, by: "elena", text: "Wording for the account menu: “Away until I change it” or “Away until changed”?"},
	{ago: 2*day - 3*hour - 5*minute, by: "alice", text: "The second. It also fits on a phone.", react: "💯 elena carol"},
	{ago: 2*day - 3*hour - 9*minute, by: "carol", text: "Second. And above it one line that says *how others see me now, and why*.", react: "💡 alice elena bob", read: "alice bob elena dmitri"},
	{ago: day - 70*minute, by: "carol", text: "Dark mode tokens are in. If you see a raw colour outside of `tokens.css`, it is a bug:\n\n```css\n.reaction-bar {\n  --reaction-border: var(--color-line);\n}\n```", react: "🌙 alice dmitri, 🙌 bob"},
	{ago: day - 78*minute, by: "dmitri", text: "Checked every page at 200 % zoom, nothing is cut off.", react: "✅ carol"},
	{ago: day - 80*minute, by: "alice", text: "And at 320 px? The composer worried me last week.", read: "bob carol"},
	{ago: day - 84*minute, by: "carol", re: 1, text: "Fixed, it grows line by line now instead of covering the talk.", react: "🎉 alice", read: "alice"},
	{ago: 100 * minute, by: "carol", text: "Next up: the emoji picker. I would like to keep the six that you used last on top.", react: "👀 bob, 👍 dmitri"},
	{ago: 95 * minute, by: "bob", text: "Yes please. I am a simple man with four emoji.", react: "😂 carol"},
}
