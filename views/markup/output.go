package markup

// output takes what the parser finds, in its order: it writes HTML or, for Parse, keeps nodes.
type output struct {
	html      []byte
	nodes     []Node
	keepNodes bool
	options   Options
}

// addNode keeps what stands alone, or opens what has an address.
func (o *output) addNode(kind Kind, text string) {
	o.nodes = append(o.nodes, Node{Kind: kind, Text: text})
}

func (o *output) open(kind Kind) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: kind})
		return
	}
	o.writeOpen(kind)
}

func (o *output) close(kind Kind) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: kind, Close: true})
		return
	}
	o.writeClose(kind)
}

func (o *output) openRow(head bool) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: Row})
		return
	}
	if head {
		o.html = append(o.html, "<thead>"...)
	}
	o.html = append(o.html, "<tr>"...)
}

func (o *output) closeRow(head bool) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: Row, Close: true})
		return
	}
	o.html = append(o.html, "</tr>"...)
	if head {
		o.html = append(o.html, "</thead><tbody>"...)
	}
}

func (o *output) openCell(kind Kind, column align) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: kind, Number: int16(column)})
		return
	}
	o.writeCell(kind, column)
}

// openItem opens an item with the number that was typed, -1 without one.
func (o *output) openItem(number int) {
	if o.keepNodes {
		o.nodes = append(o.nodes, Node{Kind: Item, Number: int16(number)})
		return
	}
	o.writeItem(number)
}
