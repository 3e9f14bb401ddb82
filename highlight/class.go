package highlight

import "github.com/alecthomas/chroma/v2"

// classes are those of the types of tokens, and of all types within these that have none of their own. Style sheets know them.
var classes = map[chroma.TokenType]string{
	chroma.Keyword: "k", chroma.KeywordType: "t", chroma.OperatorWord: "k",
	chroma.NameBuiltin: "f", chroma.NameFunction: "f", chroma.NameClass: "t", chroma.NameTag: "k", chroma.NameAttribute: "v",
	chroma.NameDecorator: "v", chroma.NameVariable: "v", chroma.NameConstant: "n", chroma.NameProperty: "v",
	chroma.String: "s", chroma.Number: "n", chroma.Comment: "c",
	chroma.GenericDeleted: "d", chroma.GenericInserted: "i", chroma.GenericHeading: "k", chroma.GenericSubheading: "c",
}

func classOf(t chroma.TokenType) string {
	for _, of := range [...]chroma.TokenType{t, t.SubCategory(), t.Category()} {
		if class, known := classes[of]; known {
			return class
		}
	}
	return ""
}
