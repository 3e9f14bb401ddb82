package page

import (
	"reflect"
	"testing"

	"minimost/views"
)

// TestReceiptsHaveAFingerprintOfAllThatTheyShow: a field that is not in it would change
// without being sent.
func TestReceiptsHaveAFingerprintOfAllThatTheyShow(t *testing.T) {
	empty := fingerprint(&shownReceipts{})
	for i := range reflect.TypeFor[views.ReadReceiptsProps]().NumField() {
		var p views.ReadReceiptsProps
		field := reflect.ValueOf(&p).Elem().Field(i)
		switch field.Kind() {
		case reflect.String:
			field.SetString("general")
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Slice:
			field.Set(reflect.ValueOf([]string{"alice"}))
		default:
			field.SetInt(1)
		}
		if fingerprint((*shownReceipts)(&p)) == empty {
			t.Errorf("%s is not in the fingerprint", reflect.TypeFor[views.ReadReceiptsProps]().Field(i).Name)
		}
	}
	one, two := shownReceipts{Names: []string{"a", "bc"}}, shownReceipts{Names: []string{"ab", "c"}}
	if one.fingerprint() == two.fingerprint() {
		t.Error("other names have the same fingerprint")
	}
}
