package handlers

import (
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// jsonRoute is a route that takes a JSON object: a body that is right for it,
// and what becomes of one that is not.
type jsonRoute struct {
	target, right string
	keys          map[string]string // each key and the one type it takes
	refused       int
}

var jsonRoutes = []jsonRoute{
	{"/presence", `{"state":"active","tab":"t9"}`, map[string]string{"state": "string", "tab": "string"}, 204},
	{"/presence/override", `{"override":"idle","minutes":5}`, map[string]string{"override": "string or null", "minutes": "number"}, 204},
	{"/private_channels/create", `{"name":"new","members":["bob"]}`, map[string]string{"name": "string", "members": "list or null"}, 400},
	{"/private_channels/1/rename", `{"name":"new"}`, map[string]string{"name": "string"}, 400},
	{"/private_channels/1/add_member", `{"username":"carol","history":"all"}`, map[string]string{"username": "string", "history": "string"}, 400},
	{"/private_channels/1/remove_member", `{"username":"bob"}`, map[string]string{"username": "string"}, 400},
	{"/dms/close", `{"channel":"dm:alice:bob"}`, map[string]string{"channel": "string"}, 400},
	{"/notifications", `{"level":"all","sound":true,"minutes":30,"schedule":{"days":[1],"from":"22:00","to":"07:00"}}`,
		map[string]string{"level": "string", "sound": "bool", "minutes": "number", "schedule": "object"}, 400},
	{"/look", `{"theme":"dark","density":"compact","language":"de","skin_tone":3}`, map[string]string{"theme": "string", "density": "string", "language": "string", "skin_tone": "number"}, 400},
	{"/profile", `{"display_name":"Zoë","pronouns":"she","zone":"Europe/Berlin"}`, map[string]string{"display_name": "string", "pronouns": "string", "zone": "string"}, 400},
	{"/status", `{"emoji":"🎉","text":"Party","until_ts":null}`, map[string]string{"emoji": "string", "text": "string", "until_ts": "number or null"}, 400},
	{"/settings", `{"share_receipts":false,"share_typing":true}`, map[string]string{"share_receipts": "bool", "share_typing": "bool"}, 400},
}

var jsonOfType = map[string][]string{
	"null": {`null`}, "bool": {`true`, `false`}, "number": {`5`}, "list": {`["bob"]`}, "string": {`"active"`},
	"object": {`{}`, `{"name":"x"}`}, "odd number": {`1.5`, `-1`, `1e400`, `1e18`}, "nested": {strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000)},
}

func TestJSONThatIsNoObjectIsRefused(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	for _, route := range jsonRoutes {
		for _, body := range []string{
			"", " ", "null", "true", "5", `"x"`, "[]", "[" + route.right + "]", route.right + route.right, route.right + "x", route.right[:len(route.right)-1],
			"{}", `{"":""}`, `{"other":1}`, strings.ToUpper(route.right), "\xef\xbb\xbf" + route.right, "\xff\xfe{", "\x00", route.right + "\x00",
			strings.Replace(route.right, `":`, "\xff\":", 1), strings.Replace(route.right, "{", "{\"x\":\"\xff\",", 1),
			strings.Repeat("[", 50_000), strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000), strings.Repeat(" ", 100_000),
			"name=x&username=bob&channel=dm:alice:bob&state=active&override=idle&share_typing=false",
		} {
			p.wantNothingDone(attempt{"POST", route.target, fiber.MIMEApplicationJSON, body, route.refused})
		}
		query := "?name=x&username=carol&channel=dm:alice:bob&state=idle&override=idle&share_typing=false"
		p.wantNothingDone(attempt{"POST", route.target + query, fiber.MIMEApplicationJSON, "{}", route.refused})
	}
}

func TestJSONOfTheWrongTypeIsRefused(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	for _, route := range jsonRoutes {
		for key, kinds := range route.keys {
			for kind, values := range jsonOfType {
				if strings.Contains(kinds, kind) || kind == "odd number" && kinds == "string" {
					continue
				}
				for _, value := range values {
					p.wantNothingDone(attempt{"POST", route.target, "", withMember(t, route.right, key, value), route.refused})
				}
			}
		}
	}
}

// withMember replaces a member's value in a flat JSON object.
func withMember(t *testing.T, object, key, value string) string {
	t.Helper()
	before, rest, found := strings.Cut(object, `"`+key+`":`)
	if !found {
		t.Fatalf("%s has no %s", object, key)
	}
	end := strings.LastIndex(rest, "}")
	if i := strings.Index(rest, `,"`); i >= 0 {
		end = i
	}
	return before + `"` + key + `":` + value + rest[end:]
}

func TestJSONOfTheRightTypeThatMeansNothingIsRefused(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	long := strings.Repeat("x", 100_000)
	for _, try := range []struct {
		target, body string
		status       int
	}{
		{"/private_channels/create", `{"name":""}`, 400},
		{"/private_channels/create", `{"name":" \t\n\u00a0"}`, 400},
		{"/private_channels/create", `{"name":"a\u0000b"}`, 400},
		{"/private_channels/create", `{"name":"a\nb"}`, 400},
		{"/private_channels/create", `{"name":"` + strings.Repeat("é", chat.MaxChannelNameChars+1) + `"}`, 400},
		{"/private_channels/create", `{"name":"x","members":[1]}`, 400},
		{"/private_channels/create", `{"name":"x","members":[null]}`, 400},
		{"/private_channels/create", `{"name":"x","members":[["bob"]]}`, 400},
		{"/private_channels/create", `{"name":"x","members":{"0":"bob"}}`, 400},
		{"/private_channels/1/rename", `{"name":""}`, 400},
		{"/private_channels/1/rename", `{"name":"a\u0000b"}`, 400},
		{"/private_channels/1/rename", `{"name":"` + long + `"}`, 400},
		{"/private_channels/1/add_member", `{"username":""}`, 400},
		{"/private_channels/1/add_member", `{"username":" \t"}`, 400},
		{"/private_channels/1/add_member", `{"username":"carol\u0000"}`, 404},
		{"/private_channels/1/add_member", `{"username":" carol"}`, 404},
		{"/private_channels/1/add_member", `{"username":"` + long + `"}`, 404},
		{"/private_channels/1/add_member", `{"username":"carol","history":"none"}`, 400},
		{"/private_channels/1/add_member", `{"username":"carol","history":"ALL"}`, 400},
		{"/private_channels/1/remove_member", `{"username":""}`, 404},
		{"/private_channels/1/remove_member", `{"username":"bob\u0000"}`, 404},
		{"/private_channels/1/remove_member", `{"username":"' OR 1=1 --"}`, 404},
		{"/dms/close", `{"channel":""}`, 400},
		{"/dms/close", `{"channel":"dm:bob:alice"}`, 400},
		{"/dms/close", `{"channel":"dm:bob:carol"}`, 403},
		{"/dms/close", `{"channel":"dm:` + long + `"}`, 400},
		{"/presence", `{"state":""}`, 204},
		{"/presence", `{"state":"ACTIVE"}`, 204},
		{"/presence", `{"state":"active\u0000"}`, 204},
		{"/presence", `{"state":"active","tab":"` + strings.Repeat("é", chat.MaxTabBytes/2+1) + `"}`, 204},
		{"/presence", `{"state":"active","tab":"` + long + `"}`, 204},
		{"/presence/override", `{"override":"hidden"}`, 204},
		{"/presence/override", `{"override":"idle","minutes":0}`, 204},
		{"/presence/override", `{"override":"idle","minutes":10081}`, 204},
		{"/presence/override", `{"override":"idle","minutes":9223372036854775808}`, 204},
	} {
		p.wantNothingDone(attempt{"POST", try.target, fiber.MIMEApplicationJSON, try.body, try.status})
	}
}

func TestFormsThatSayNothingAreRefused(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	const form, json, multi = fiber.MIMEApplicationForm, fiber.MIMEApplicationJSON, "multipart/form-data; boundary=b"
	part := func(name, value string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--b--\r\n"
	}
	for _, target := range []string{"/send/general", "/send/private:1", "/send/dm:alice:bob", "/edit/1"} {
		for _, try := range []struct{ contentType, body string }{
			{form, ""}, {form, "text"}, {form, "text="}, {form, "text=+%0D%0A%09"}, {form, "text=%E3%80%80"}, {form, "text=%ff"}, {form, "text=a%00b"}, {form, "text=\xff"},
			{form, "TEXT=hi"}, {form, "text[]=hi"}, {form, "other=hi"}, {form, "&&==&"}, {form, "text=%ed%a0%80"}, {form, "text=&text=hi"},
			{json, `{"text":"hi"}`}, {json, `["text"]`}, {"", "text=hi"}, {"text/plain", "text=hi"},
			{multi, ""}, {multi, "text=hi"}, {multi, part("other", "hi")}, {multi, part("text", "")}, {multi, part("text", "\xff")}, {multi, part("text", "a\x00b")},
			{multi, "--b\r\nContent-Disposition: form-data; name=\"text\"; filename=\"f\"\r\n\r\nhi\r\n--b--\r\n"},
			{"multipart/form-data", part("text", "hi")}, {"multipart/form-data; boundary=other", part("text", "hi")}, {multi, part("text", "hi")[:60]},
		} {
			p.wantNothingDone(attempt{"POST", target, try.contentType, try.body, 400})
		}
		p.wantNothingDone(attempt{"POST", target + "?text=hi", form, "", 400})
	}
	for _, body := range []string{
		"", "reaction", "reaction=", "reaction=x", "reaction=+", "reaction=%ff", "reaction=%00", "reaction=%F0%9F%91%8D%00", "reaction=%F0%9F%91%8D%F0%9F%91%8D",
		"reaction=%F0%9F%91%8Dx", "reaction=%EF%B8%8F", "reaction=:thumbsup:", "reaction=&reaction=%F0%9F%91%8D",
		"reaction=" + strings.Repeat("%F0%9F%91%8D", 5000),
	} {
		p.wantNothingDone(attempt{"POST", "/react/1", form, body, 400})
	}
	p.wantNothingDone(attempt{"POST", "/react/1?reaction=%F0%9F%91%8D", form, "", 400})
	p.wantNothingDone(attempt{"POST", "/react/1", json, `{"reaction":"👍"}`, 400})
	for _, upTo := range []string{"x", "", "NaN", "inf", "1e400", "%ff", "1%00", "[]", "1,5"} {
		p.wantNothingDone(attempt{"POST", "/mark_read/private:1", form, "up_to=" + upTo, 400})
	}
}

func TestReplyThatCannotBeIsIgnoredUnlessItIsNoText(t *testing.T) {
	t.Parallel()
	plan := newRoleFixture(t)
	p := plan.open(t)
	p.wantNothingDone(attempt{"POST", "/send/general", fiber.MIMEApplicationForm, "text=hi&reply_to_id=%ff", 400})
	for _, id := range []string{"", "x", "0", "-1", "01", "999", "9223372036854775808", "%00", "8", "[]"} {
		p.as(asOwner).do("POST", "/send/general", "text=hi&reply_to_id="+id, "Content-Type", fiber.MIMEApplicationForm).wantBody(200, "ok")
		if got := p.value("SELECT coalesce(reply_to_id, 'none') FROM messages ORDER BY id DESC"); got != "none" {
			t.Errorf("%q became a reply to %s", id, got)
		}
	}
}

func TestFieldGivenTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	alice := p.as(asOwner)
	alice.do("POST", "/send/general", "text=one&text=two", "Content-Type", fiber.MIMEApplicationForm).wantBody(200, "ok")
	if got := p.value("SELECT group_concat(content) FROM messages WHERE id > 10"); got != "one" {
		t.Errorf("sent %q", got)
	}
	alice.json("/private_channels/1/rename", `{"name":"one","name":"two"}`).wantBody(200, "ok")
	if got := p.value("SELECT name FROM private_channels"); got != "two" {
		t.Errorf("named %q", got)
	}
}

func TestLoginAndSignupFormsThatSayNothing(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	for _, target := range []string{"/login", "/signup", "/reset/token"} {
		// A password that is compared and wrong is noted.
		noted := map[bool]string{true: "audit"}[target == "/login"]
		for _, body := range []string{"username=a%00b&password=a%00", "username=%27+OR+1%3D1+--&password=%27+OR+1%3D1+--"} {
			p.wantChanged(attempt{"POST", target, fiber.MIMEApplicationForm, body, 422}, noted)
		}
		for _, body := range []string{
			"", "username", "username=bob", "password=correct+horse+battery", "username=%ff&password=%ff&confirm_password=%ff",
			"username=&password=", "username[]=bob&password[]=x", "username=" + strings.Repeat("x", 100_000) + "&password=" + strings.Repeat("x", 100_000),
			"\x00", "%", strings.Repeat("&", 10_000),
		} {
			p.wantNothingDone(attempt{"POST", target, fiber.MIMEApplicationForm, body, 422})
		}
		p.wantNothingDone(attempt{"POST", target, fiber.MIMEApplicationJSON, `{"username":"bob","password":"correct horse battery"}`, 422})
		p.wantNothingDone(attempt{"POST", target + "?" + loginForm + "&confirm_password=correct+horse+battery", "", "", 422})
		p.wantNothingDone(attempt{"POST", target, "multipart/form-data", "x", 422})
	}
}
