package handlers

import "fmt"

var _ = addRoleCases(notificationCases)

var _ = addTables(map[string]tableRule{
	"notification_settings": {ownedBy("username"), noSecret},
	"push_keys":             {nobodys, noSecret},
	"push_subscriptions":    {ownedBy("username"), noSecret},
})

func notificationCases() map[string][]roleCase {
	level := "SELECT group_concat(level || sound) FROM notification_settings WHERE username = '{me}'"
	return map[string][]roleCase{
		"GET /notifications": {{name: "by default", path: "/notifications", cast: accounts(says(
			`{"do_not_disturb":false,"do_not_disturb_until":null,"level":"mentions","schedule":{"days":[],"from":"00:00","to":"00:00"},"sound":true,"zone":""}`))}},
		"POST /notifications": {
			{name: "level", path: "/notifications", body: `{"level":"all"}`, cast: accounts(does("notification_settings")), query: level, after: "all1"},
			{name: "pause", path: "/notifications", body: `{"minutes":30}`, cast: accounts(does("notification_settings")),
				query: "SELECT count(*) FROM notification_settings WHERE username = '{me}' AND until_ts = changes_ts", after: "1"},
			{name: "schedule", path: "/notifications", body: `{"schedule":{"days":[1,2],"from":"22:00","to":"07:30"}}`, cast: accounts(does("notification_settings")),
				query: "SELECT days || ' ' || from_minute || ' ' || to_minute FROM notification_settings WHERE username = '{me}'", after: "6 1320 450"},
			{name: "no such level", path: "/notifications", body: `{"level":"some"}`, cast: accounts(denied(400))},
			{name: "no level", path: "/notifications", body: `{"level":""}`, cast: accounts(denied(400))},
			{name: "no such day", path: "/notifications", body: `{"schedule":{"days":[7],"from":"22:00","to":"07:30"}}`, cast: accounts(denied(400))},
			{name: "no such time", path: "/notifications", body: `{"schedule":{"days":[1],"from":"24:00","to":"07:30"}}`, cast: accounts(denied(400))},
			{name: "too long", path: "/notifications", body: `{"minutes":10081}`, cast: accounts(denied(400))},
			{name: "nothing", path: "/notifications", body: `{}`, cast: accounts(denied(400))},
		},
		"GET /push": {{name: "own", path: "/push", cast: accounts(says(fmt.Sprintf(`{"key":%q,"subscribed":false,"with_text":false}`, testPusher{}.PublicKey())))}},
		"POST /push/subscribe": {
			{name: "own", path: "/push/subscribe", body: subscription("https://push.example/a", `,"with_text":true`), cast: accounts(does("push_subscriptions")),
				query: "SELECT username || ' ' || endpoint || with_text FROM push_subscriptions", after: "{me} https://push.example/a1"},
			{name: "elsewhere", path: "/push/subscribe", body: subscription("http://127.0.0.1/a"), cast: accounts(denied(400))},
			{name: "without keys", path: "/push/subscribe", body: `{"endpoint":"https://push.example/a"}`, cast: accounts(denied(400))},
			{name: "no key", path: "/push/subscribe", body: `{"endpoint":"https://push.example/a","keys":{"p256dh":"BCVx","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}`, cast: accounts(denied(400))},
			{name: "nothing to renew", path: "/push/subscribe", body: subscription("https://push.example/a", `,"renew":true`), cast: accounts(denied(404))},
		},
		"POST /push/unsubscribe": {{name: "own", path: "/push/unsubscribe", body: `{}`, cast: accounts(says("ok"))}},
		"GET /ui/notices": {
			// Who has read it, has written it or does not see it is not notified of it any more.
			{name: "of a private channel", path: fmt.Sprint("/ui/notices?id=", bobInPrivate), cast: accounts(says("[]"))},
			{name: "none", path: "/ui/notices?id=x", cast: accounts(says("[]"))},
		},
		"GET /service-worker.js":    {{name: "script", path: "/service-worker.js", cast: everyone(says(fmt.Sprintf("const base = %q;\nworker();", testFiles.Base())))}},
		"GET /manifest.webmanifest": {{name: "app", path: "/manifest.webmanifest", read: func(answer) string { return "" }, cast: everyone(says(""))}},
		"GET /offline":              {{name: "page", path: "/offline", read: document, cast: everyone(shownPage)}},
		"GET /ui/notifications":     {{name: "page", path: "/ui/notifications", read: document, cast: accounts(shownPage)}},
		"POST /ui/notifications": {
			{name: "silent", path: "/ui/notifications", body: "level=none&day=1&from=22%3A00&to=07%3A30",
				cast: accounts(goesBack("/ui/notifications", "notification_settings "+seen)), query: level, after: "none0"},
			{name: "no times", path: "/ui/notifications", body: "level=none", cast: accounts(corrected())},
		},
		"POST /ui/notifications/pause": {
			{name: "an hour", path: "/ui/notifications/pause", body: "minutes=60", cast: accounts(goesBack("/ui/notifications", "notification_settings "+seen)),
				query: "SELECT count(*) FROM notification_settings WHERE username = '{me}' AND until_ts IS NOT NULL", after: "1"},
			{name: "no time", path: "/ui/notifications/pause", body: "minutes=", cast: accounts(corrected())},
		},
	}
}
