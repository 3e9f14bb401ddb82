package handlers

import (
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// uiForms are the forms that nothing can be done with when a field is missing
// or is no text: the fields that are right, and the one that is then not.
var uiForms = []struct{ target, right, field string }{
	{"/ui/send/general", "", "text"},
	{"/ui/send/private:1", "reply_to_id=2&", "text"},
	{"/ui/edit/1", "", "text"},
	{"/ui/react/1", "", "reaction"},
	{"/ui/presence/override", "minutes=5&", "override"},
	{"/ui/dms/open", "", "username"},
	{"/ui/dms/close", "", "channel"},
	{"/ui/private_channels/create", "members=bob&", "name"},
	{"/ui/private_channels/1/rename", "", "name"},
	{"/ui/private_channels/1/add_member", "history=all&", "username"},
	{"/ui/private_channels/1/remove_member", "", "username"},
}

func TestFormsOfPagesThatSayNothingAreRefused(t *testing.T) {
	t.Parallel()
	p := newRoleFixture(t).open(t)
	long := strings.Repeat("x", 100_000)
	for _, form := range uiForms {
		for _, value := range []string{"", "+%0A", "%ff", "a%00b", "%ed%a0%80", "%27+OR+1%3D1+--", long, strings.Repeat("%F0%9F%91%8D", 20_000)} {
			fits := value == "%27+OR+1%3D1+--" && (form.field == "text" || form.field == "name")
			if automatic := form.field == "override" && value == ""; fits || automatic {
				continue
			}
			p.refusesForm(form.target, fiber.MIMEApplicationForm, form.right+form.field+"="+value)
		}
		for _, body := range []string{"", "other=x", strings.ToUpper(form.field) + "=x", form.field + "[]=x", "\x00", "%", strings.Repeat("&", 10_000)} {
			p.refusesForm(form.target, fiber.MIMEApplicationForm, form.right+body)
			p.refusesForm(form.target+"?"+form.field+"=active", fiber.MIMEApplicationForm, form.right+body)
		}
		p.refusesForm(form.target, fiber.MIMEApplicationJSON, `{"`+form.field+`":"active"}`)
		p.refusesForm(form.target, "multipart/form-data; boundary=b", form.field+"=active")
		p.refusesForm(form.target, "multipart/form-data", "--b\r\n")
	}
}

// refusesForm sends a form as htmx does and wants it refused without effect.
func (p *roleServer) refusesForm(target, contentType, body string) {
	p.t.Helper()
	before := p.dump()
	got := p.as(asOwner).do(fiber.MethodPost, target, body, "Content-Type", contentType, "HX-Request", "true")
	if len(body) > 60 {
		body = body[:60] + "…"
	}
	if got.status < 400 || got.status >= 500 || got.body == "" || internals.MatchString(got.body) && !strings.Contains(got.body, "<") {
		p.t.Errorf("%.120s with %q: %d %.120q", got.asked, body, got.status, got.body)
	}
	if tables := changes(before, p.dump()); tables != "" {
		p.t.Fatalf("%.120s with %q: %d changed %s", got.asked, body, got.status, tables)
	}
}
