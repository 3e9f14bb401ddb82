package slackform

import "strings"

// angle writes what stands in angle brackets: a link, somebody or a channel by its
// id, a date, a group. 0 where it is none of them.
func (c *converter) angle(text string) int {
	end := strings.IndexAny(text[1:], "<>\n")
	if end < 1 || text[1+end] != '>' {
		return 0
	}
	target, label, labelled := strings.Cut(text[1:1+end], "|")
	target, label = decoder.Replace(target), decoder.Replace(label)
	switch {
	case target == "":
		return 0
	case isAddress(target):
		c.link(target, label)
	case target[0] == '@' || target[0] == '#':
		c.out.WriteString(reference(target, label))
	case target[0] == '!' && len(target) > 1:
		c.special(target[1:], label, labelled)
	default:
		return 0
	}
	return end + 2
}

func isAddress(target string) bool {
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if len(target) > len(scheme) && strings.EqualFold(target[:len(scheme)], scheme) {
			return !strings.ContainsAny(target, " \t\n")
		}
	}
	return false
}

// brackets would end a label or an address too early.
var (
	labelSigns  = strings.NewReplacer("[", "(", "]", ")", "\n", " ")
	targetSigns = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D", "{", "%7B", "}", "%7D")
)

// link writes "[label](address)", or the address alone where that is what it says.
func (c *converter) link(target, label string) {
	shown := strings.TrimSpace(labelSigns.Replace(label))
	bare := target
	if len(target) > len("mailto:") && strings.EqualFold(target[:len("mailto:")], "mailto:") {
		bare = target[len("mailto:"):]
	}
	if shown == "" || label == target || label == bare {
		c.out.WriteString(bare)
		return
	}
	c.out.WriteString("[" + shown + "](" + targetSigns.Replace(target) + ")")
}

// reference is somebody or a channel as a name, where Slack has sent one.
func reference(target, label string) string {
	if label == "" {
		return target
	}
	return target[:1] + strings.TrimLeft(label, "@#")
}

// special writes "<!here>", "<!subteam^S1|@team>" or "<!date^…|in words>".
func (c *converter) special(name, label string, labelled bool) {
	kind, _, _ := strings.Cut(name, "^")
	switch {
	case labelled && label != "" && kind != name:
		c.out.WriteString(label)
	default:
		c.out.WriteString("@" + kind)
	}
}
