package chat

// Override is how a person chose to appear whatever their browser reports.
// The zero Override is Automatic.
type Override string

// The overrides. All but Automatic read as the state they pretend. Everything
// else about them is in Overrides.
const (
	Automatic       Override = ""
	OverrideActive  Override = "active"
	OverrideIdle    Override = "idle"
	OverrideOffline Override = "offline"
)

// automaticName is Automatic in a form or a request.
const automaticName = "auto"

// OverrideInfo is what a picker needs to know of an override.
type OverrideInfo struct {
	Override Override
	Hint     string // what choosing it does
}

// Overrides are the overrides in the order in which they are offered.
var Overrides = []OverrideInfo{
	{Automatic, "Online while you are active, away when you are not"},
	{OverrideActive, "Even when you are idle, as long as a tab is open"},
	{OverrideIdle, "Even when you are active"},
	{OverrideOffline, "Nobody sees you type, read or come and go"},
}

// ParseOverride reads a chosen override; "" and "auto" are Automatic.
func ParseOverride(s string) (Override, bool) {
	if s == automaticName {
		return Automatic, true
	}
	for _, info := range Overrides {
		if string(info.Override) == s {
			return info.Override, true
		}
	}
	return Automatic, false
}

// Name is the override in a form or a request.
func (o Override) Name() string {
	if o == Automatic {
		return automaticName
	}
	return string(o)
}

// Label is the override in words: those of the state that it pretends.
func (o Override) Label() string {
	if o == Automatic {
		return "Automatic"
	}
	info, _ := State(o).Info()
	return info.Label
}
