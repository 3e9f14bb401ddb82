package lang

import (
	"testing"
	"time"
)

const german Language = "de"

func TestWhatABrowserAsksFor(t *testing.T) {
	for header, want := range map[string]Language{
		"":                                 English,
		"de":                               "de",
		"de-AT,de;q=0.9,en;q=0.8":          "de",
		"DE-de":                            "de",
		"en-US,en;q=0.9,de;q=0.8":          English,
		"fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4": "de",
		"fr, ja;q=0.7":                     English,
		"en;q=0.3, de;q=0.7":               "de",
		"de;q=0, en;q=0.1":                 English,
		"de;q=nonsense":                    English,
		" ;;,,,q=,de;q=1;q=2":              English,
		"x" + string(make([]byte, 2*most)): English,
		"*":                                English,
		"dex,de-":                          "de",
	} {
		if got := Accepted(header); got != want {
			t.Errorf("%q asks for %s, want %s", header, got, want)
		}
	}
}

func TestATextWithoutATranslationIsInEnglish(t *testing.T) {
	for text, want := range map[string]string{
		german.T("Sign up"):                                 "Registrieren",
		german.T("You left %s.", "general"):                 "Du hast general verlassen.",
		german.T("Nobody has ever said %s", "this"):         "Nobody has ever said this",
		german.T("meaning|Nobody has ever said this"):       "Nobody has ever said this",
		german.T("receipt|Read"):                            "Gelesen",
		English.T("receipt|Read"):                           "Read",
		Language("").T("Sign up"):                           "Sign up",
		Language("tlh").T("Sign up"):                        "Sign up",
		german.N(1, "%d member", "%d members", 1):           "1 Mitglied",
		german.N(2, "%d member", "%d members", 2):           "2 Mitglieder",
		german.N(1, "%d nobody", "%d nobodies", 1):          "1 nobody",
		german.N(0, "%d nobody", "%d nobodies", 0):          "0 nobodies",
		English.N(1, "%d member", "%d members", 1):          "1 member",
		English.N(0, "%d member", "%d members", 0):          "0 members",
		English.N(1, "one of %[2]s", "%d of %s", 1, "them"): "one of them",
	} {
		if text != want {
			t.Errorf("it says %q, want %q", text, want)
		}
	}
}

func TestDatesAreWrittenAsEachLanguageDoes(t *testing.T) {
	at := time.Date(2026, 3, 4, 9, 5, 7, 0, time.FixedZone("CET", 3600))
	for layout, want := range map[string][2]string{
		"15:04":                                {"09:05", "09:05"},
		"2 Jan 15:04":                          {"4 Mar 09:05", "4. März 09:05"},
		"2 January, 15:04":                     {"4 March, 09:05", "4. März, 09:05"},
		"Monday, 2 January 2006":               {"Wednesday, 4 March 2026", "Mittwoch, 4. März 2026"},
		"Monday, 2 January 2006, 15:04:05 MST": {"Wednesday, 4 March 2026, 09:05:07 CET", "Mittwoch, 4. März 2026, 09:05:07 CET"},
		"2006-01-02":                           {"2026-03-04", "2026-03-04"},
	} {
		if english, other := English.Time(at, layout), german.Time(at, layout); english != want[0] || other != want[1] {
			t.Errorf("%q is %q and %q, want %q", layout, english, other, want)
		}
	}
}

func TestEveryLanguageHasAFile(t *testing.T) {
	for _, info := range All {
		if info.Language != English && len(Texts(info.Language)) == 0 {
			t.Errorf("%s has no texts", info.Name)
		}
		if !Known(info.Language.Tag()) || Chosen(info.Language.Tag(), "tlh") != info.Language {
			t.Errorf("%s cannot be chosen", info.Name)
		}
	}
	if Chosen("browser", german) != german {
		t.Error("who has chosen none gets another than the browser asks for")
	}
}

func TestABrokenFileOfTextsIsRefused(t *testing.T) {
	for _, data := range []string{`{`, `{"a": 1}`, `[]`, `{"a": ["b"]}`} {
		if _, err := parse([]byte(data)); err == nil {
			t.Errorf("%s is read", data)
		}
	}
}
