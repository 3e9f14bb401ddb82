package handlers

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"strings"
	"testing"

	"minimost/handlers/account"

	"github.com/gofiber/fiber/v2"
)

// pictureBody is a form with a picture of that size.
func pictureBody(t testing.TB, width, height int) (body, contentType string) {
	t.Helper()
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return fileBody(t, drawn.String())
}

func fileBody(t testing.TB, content string) (body, contentType string) {
	t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	file, err := form.CreateFormFile("picture", "me.png")
	if err == nil {
		_, err = file.Write([]byte(content))
	}
	if err != nil || form.Close() != nil {
		t.Fatal(err)
	}
	return sent.String(), form.FormDataContentType()
}

func TestAPictureIsASmallSquareThatIsKeptUnderItsNumberAlone(t *testing.T) {
	w := newWorld(t)
	alice, bob := w.as("alice"), w.as("bob")
	alice.form("/send/general", "text", "hello").want(200)
	body, kind := pictureBody(t, 900, 600)
	alice.do(post, "/profile/picture", body, "Content-Type", kind).wantBody(200, "ok")
	bob.get("/c/general").want(200).contains(`src="/people/alice/picture?v=1" alt="" width="32" height="32"`)
	got := bob.get("/people/alice/picture?v=1").want(200)
	if shown, format, err := image.Decode(strings.NewReader(got.body)); err != nil || shown.Bounds().Dx() != 256 || shown.Bounds().Dy() != 256 {
		t.Errorf("a picture that is no square of 256 pixels: %s, %v", format, err)
	}
	if cached := got.header.Get(fiber.HeaderCacheControl); cached != account.KeptPicture {
		t.Errorf("the present picture is kept by %q", cached)
	}
	if cached := bob.get("/people/alice/picture?v=7").want(200).header.Get(fiber.HeaderCacheControl); cached != "no-store" {
		t.Errorf("a picture under another number is kept by %q", cached)
	}
	alice.form("/profile/picture", "remove", "1").want(200)
	bob.get("/people/alice/picture?v=1").want(404)
	bob.get("/c/general").want(200).contains("!/picture?v=")
	alice.do(post, "/ui/account/picture", body, "Content-Type", kind).want(303)
	bob.get("/people/alice").want(200).contains(`"picture":"/people/alice/picture?v=2"`)
}

func TestWhatIsNoPictureIsRefusedInASentence(t *testing.T) {
	w := newWorld(t)
	alice := w.as("alice")
	for _, content := range []string{"", "hello", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "\x89PNG\r\n\x1a\n", "GIF89a"} {
		body, kind := fileBody(t, content)
		alice.do(post, "/profile/picture", body, "Content-Type", kind).want(400)
		alice.do(post, "/ui/account/picture", body, "Content-Type", kind, "HX-Request", "true").want(422).contains(`id="picture-error"`)
	}
	alice.get("/people/alice").want(200).contains(`"picture":""`)
}
