package handlers

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

const openAPIFile = "../docs/openapi.json"

// openAPI is what docs/openapi.json says, as far as it is held against the program.
type openAPI struct {
	Paths      map[string]map[string]operation
	Components struct {
		Parameters map[string]apiParameter
		Responses  map[string]apiResponse
		Schemas    map[string]*schema
	}
}

type operation struct {
	Summary     string
	Security    []map[string][]string
	Parameters  []apiParameter
	RequestBody *struct {
		Required bool
		Content  map[string]mediaType
	}
	Responses map[string]apiResponse
}

type apiParameter struct {
	Ref      string `json:"$ref"`
	Name, In string
	Required bool
	Schema   *schema
	Example  any
}

type apiResponse struct {
	Ref     string `json:"$ref"`
	Content map[string]mediaType
}

type mediaType struct {
	Schema  *schema
	Example any
}

var documented = sync.OnceValues(func() (api openAPI, err error) {
	text, err := os.ReadFile(openAPIFile)
	if err == nil {
		err = json.Unmarshal(text, &api)
	}
	return api, err
})

func openDocument(t testing.TB) openAPI {
	t.Helper()
	api, err := documented()
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// isDocumented says that programs find the route in docs/openapi.json.
func isDocumented(route web.Route) bool {
	return route.Answer == web.Data && !strings.HasPrefix(route.Path, "/ui/") && !slices.Contains([]string{"/static/*", "/service-worker.js", "/manifest.webmanifest"}, route.Path)
}

var pathParameter = regexp.MustCompile(`:(\w+)`)

func templatedPath(route web.Route) string { return pathParameter.ReplaceAllString(route.Path, "{$1}") }

// operation is the route's in the document.
func (api openAPI) operation(route web.Route) (operation, bool) {
	found, there := api.Paths[templatedPath(route)][strings.ToLower(route.Method)]
	return found, there
}

// reports lists the routes of how people are seen, which take no token though their
// guard would.
var reports = []string{"POST /presence", "POST /presence/override", "POST /typing/:channel", "DELETE /typing/:channel"}

// securityOf is what an operation says of who may ask.
func securityOf(route web.Route) (choices []map[string][]string) {
	if route.Guard == web.Open {
		return []map[string][]string{}
	}
	if route.TakesTokens() && !slices.Contains(reports, route.Method+" "+route.Path) {
		choices = append(choices, map[string][]string{"token": {string(route.Needs())}})
	}
	choices = append(choices, map[string][]string{"session": {}})
	if route.Guard == web.Silent {
		choices = append(choices, map[string][]string{})
	}
	return choices
}

// parametersOf are those of the path, and the key.
func parametersOf(route web.Route) []string {
	names := []string{}
	for _, found := range pathParameter.FindAllStringSubmatch(route.Path, -1) {
		names = append(names, found[1])
	}
	if route.Keyed {
		names = append(names, "Idempotency-Key")
	}
	return names
}

// skeletonOf is what to put into the document for a route.
func skeletonOf(route web.Route) string {
	security, _ := json.Marshal(securityOf(route))
	var parameters []string
	for _, name := range parametersOf(route) {
		if name == "Idempotency-Key" {
			parameters = append(parameters, `{"$ref": "#/components/parameters/key"}`)
			continue
		}
		parameters = append(parameters, fmt.Sprintf(`{"name": %q, "in": "path", "required": true, "schema": {"type": "string"}, "example": "…"}`, name))
	}
	return fmt.Sprintf(`under "paths", %q:
      %q: {
        "summary": "…",
        "security": %s,
        "parameters": [%s],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "properties": {…}, "required": […]}, "example": {…}}}},
        "responses": {"200": {"$ref": "#/components/responses/ok"}, "403": {"$ref": "#/components/responses/refused"}, "default": {"$ref": "#/components/responses/refused"}}
      }`, templatedPath(route), strings.ToLower(route.Method), security, strings.Join(parameters, ", "))
}

// TestTheOpenAPIFileHasEveryRoute holds the document against the table of routes: both
// have the same ones, with the same parameters, for the same people and programs.
func TestTheOpenAPIFileHasEveryRoute(t *testing.T) {
	t.Parallel()
	api, listed := openDocument(t), make(map[string]bool)
	for _, route := range Routes() {
		if !isDocumented(route) {
			continue
		}
		listed[strings.ToLower(route.Method)+" "+templatedPath(route)] = true
		op, there := api.operation(route)
		if !there {
			t.Errorf("docs/openapi.json lacks a route. Add, %s", skeletonOf(route))
			continue
		}
		if !slices.EqualFunc(op.Security, securityOf(route), func(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal) }) {
			t.Errorf("%s %s: its security is %v, want %v", route.Method, route.Path, op.Security, securityOf(route))
		}
		var names []string
		for _, p := range op.Parameters {
			p = api.parameter(p)
			if p.In == "path" || p.In == "header" {
				names = append(names, p.Name)
			}
		}
		if want := parametersOf(route); !slices.Equal(names, want) && len(names)+len(want) > 0 {
			t.Errorf("%s %s: its parameters are %q, want %q", route.Method, route.Path, names, want)
		}
		if op.Summary == "" || op.Responses["default"].Ref == "" {
			t.Errorf("%s %s has no summary or no default response", route.Method, route.Path)
		}
	}
	for path, methods := range api.Paths {
		for method := range methods {
			if !listed[method+" "+path] {
				t.Errorf("docs/openapi.json has %s %s, which is no route for programs", method, path)
			}
		}
	}
}

func (api openAPI) parameter(p apiParameter) apiParameter {
	if name, is := strings.CutPrefix(p.Ref, "#/components/parameters/"); is {
		return api.Components.Parameters[name]
	}
	return p
}

func (api openAPI) response(r apiResponse) apiResponse {
	if name, is := strings.CutPrefix(r.Ref, "#/components/responses/"); is {
		return api.Components.Responses[name]
	}
	return r
}

// isAsDocumented holds an answer of a route against what the document says of it.
func (api openAPI) isAsDocumented(t testing.TB, route web.Route, got answer) {
	t.Helper()
	op, there := api.operation(route)
	if !isDocumented(route) || !there {
		return
	}
	found, there := op.Responses[fmt.Sprint(got.status)]
	if toLogin := got.status == fiber.StatusFound; !there && !toLogin && got.status != fiber.StatusUnauthorized {
		t.Errorf(`%s: docs/openapi.json says nothing of %d; add to its responses: "%d": {"$ref": "#/components/responses/refused"}`, got.asked, got.status, got.status)
		return
	}
	if found = api.response(found); len(found.Content) == 0 || got.body == "" {
		return
	}
	kind, _, _ := strings.Cut(got.header.Get("Content-Type"), ";")
	media, there := found.Content[kind]
	if !there {
		t.Errorf("%s is answered as %q, which docs/openapi.json does not say", got.asked, kind)
		return
	}
	var body any = got.body
	if kind == fiber.MIMEApplicationJSON {
		if err := json.Unmarshal([]byte(got.body), &body); err != nil {
			t.Errorf("%s: %v", got.asked, err)
		}
	}
	if why := api.mismatch(media.Schema, body, "the answer"); why != "" {
		t.Errorf("%s: docs/openapi.json has it otherwise: %s", got.asked, why)
	}
}

// exampleRoles are who asks where alice, who owns private:1, cannot.
var exampleRoles = map[string]role{"POST /account/sessions/end": asMember, "POST /private_channels/:id/accept": asRemoved}

// TestEveryExampleOfTheOpenAPIFileWorks asks what the document has as examples of a
// server, each by a token where the route takes one, and by a session.
func TestEveryExampleOfTheOpenAPIFileWorks(t *testing.T) {
	t.Parallel()
	plan, api := newRoleFixture(t), openDocument(t)
	for _, route := range Routes() {
		op, there := api.operation(route)
		if !isDocumented(route) || !there {
			continue
		}
		for _, choice := range op.Security {
			plan.open(t).example(route, op, choice)
		}
		if route.Guard == web.Open {
			plan.open(t).example(route, op, nil)
		}
	}
}

func (p *roleServer) example(route web.Route, op operation, by map[string][]string) {
	p.t.Helper()
	api, who := openDocument(p.t), asOwner
	if r, named := exampleRoles[route.Method+" "+route.Path]; named {
		who = r
	} else if strings.HasPrefix(route.Path, "/administration") || strings.HasPrefix(route.Path, "/invite_links") {
		who = asAdministrator
	}
	b, header := p.as(asNobody), []string{}
	if by["session"] != nil {
		b = p.as(who)
	}
	if scopes := by["token"]; scopes != nil {
		header = append(header, fiber.HeaderAuthorization, "Bearer "+p.plan.tokens[chat.Scope(scopes[0])][who])
	}
	path, query := templatedPath(route), url.Values{}
	for _, param := range op.Parameters {
		param = api.parameter(param)
		switch {
		case param.In == "path":
			path = strings.ReplaceAll(path, "{"+param.Name+"}", exampleText(param.Example))
		case param.Example != nil:
			query.Set(param.Name, exampleText(param.Example))
		}
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	body, kind := op.example(p.t, api)
	if kind != "" {
		header = append(header, fiber.HeaderContentType, kind)
	}
	got := b.do(route.Method, path, body, header...)
	if got.status >= 300 {
		p.t.Errorf("the example of docs/openapi.json for %s %s is answered %d %q", route.Method, route.Path, got.status, got.body)
	}
	api.isAsDocumented(p.t, route, got)
}

// example is the body that the document has as one, and its type.
func (op operation) example(t testing.TB, api openAPI) (body, kind string) {
	t.Helper()
	if op.RequestBody == nil {
		return "", ""
	}
	for kind, media := range op.RequestBody.Content {
		if media.Example == nil {
			if op.RequestBody.Required {
				t.Errorf("%s: its body has no example", op.Summary)
			}
			continue
		}
		if why := api.mismatch(media.Schema, media.Example, "the example"); why != "" {
			t.Errorf("%s: %s", op.Summary, why)
		}
		if kind == fiber.MIMEApplicationJSON {
			text, _ := json.Marshal(media.Example)
			return string(text), kind
		}
		if kind == fiber.MIMEMultipartForm {
			body := multipartOf("notes.txt", exampleText(media.Example.(map[string]any)["file"]))
			return body, formType(body)
		}
		form := url.Values{}
		for name, value := range media.Example.(map[string]any) {
			form.Set(name, exampleText(value))
		}
		return form.Encode(), kind
	}
	return "", ""
}

// exampleText is a value as it stands in an address or a form.
func exampleText(v any) string {
	if n, is := v.(float64); is {
		return fmt.Sprintf("%.0f", n)
	}
	return fmt.Sprint(v)
}
