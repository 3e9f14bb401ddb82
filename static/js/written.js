// A text as it was typed, from how it is drawn. views/markup/hidden.go says how a page keeps what it does not show; typed_test.go
// beside it does the same as the Writer here.

/** The part of a message's text that a range holds, as it was typed. */
export function written(root, range) {
  const held = pieces(root).filter((piece) => start(piece, range) < end(piece, range));
  if (held.length === 0) return "";
  const [first, last] = [held[0], held.at(-1)];
  const code = elementOf(range.commonAncestorContainer).closest("code");
  if (code && code.contains(first) && code.contains(last)) return String(range);
  const part = document.createRange();
  part.setStart(first, start(first, range));
  part.setEnd(last, end(last, range));
  const whole = widen(part, root, first, last);
  const writer = new Writer(whole);
  for (const node of part.cloneContents().childNodes) writer.read(node);
  return writer.text;
}

export const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

const silent = "button, .message__edited";

/** The texts that an element shows. */
function pieces(element) {
  const all = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.length > 0 && !walker.currentNode.parentElement.closest(silent)) all.push(walker.currentNode);
  return all;
}

function start(piece, range) {
  return piece === range.startContainer ? range.startOffset : 0;
}

function end(piece, range) {
  if (!range.intersectsNode(piece)) return 0;
  return piece === range.endContainer ? range.endOffset : piece.length;
}

/** Takes into a range the marks of what it holds from its beginning or to its end. Tells whether it holds the text's beginning. */
function widen(part, root, first, last) {
  const opens = part.startOffset === 0 ? around(first, root, 0) : [];
  const closes = last.data.slice(part.endOffset).trim() === "" ? around(last, root, -1) : [];
  const opened = opens.findLast((element) => !element.contains(last) || closes.includes(element));
  const closed = closes.findLast((element) => !element.contains(first) || opens.includes(element));
  if (part.startOffset === 0) {
    let from = opened ?? first;
    while (from.previousSibling?.nodeType === Node.COMMENT_NODE) from = from.previousSibling;
    if (opened === root) part.setStart(root, 0);
    else part.setStartBefore(from);
  }
  if (closed === root) part.setEnd(root, root.childNodes.length);
  else if (closed) part.setEndAfter(closed);
  return opens.includes(root);
}

/** The elements around a piece, up to the root, that begin with it, or that end with it. */
function around(piece, root, which) {
  const all = [];
  for (let element = piece; element !== root; ) {
    element = element.parentNode;
    if (pieces(element).at(which) !== piece) break;
    all.push(element);
  }
  return all;
}

const signs = { d: "-", q: ">", r: "\r" };
const typed = (hidden) => hidden.replace(/[dqr]/g, (letter) => signs[letter]);

const marks = { STRONG: "**", DEL: "~~", EM: "*", CODE: "`" };

/** Puts a text together of what it is drawn as. */
class Writer {
  text = "";
  /** What stands before the next text where no comment says otherwise. */
  #usual = "";
  /** What stands between the lines of the block of code at hand. */
  #lines = null;
  #whole;

  constructor(whole) {
    this.#whole = whole;
  }

  read(node) {
    if (node.nodeType === Node.COMMENT_NODE) this.#hidden(node.data);
    else if (node.nodeType === Node.TEXT_NODE) this.#shown(node.data);
    else if (!node.matches(silent)) this.#element(node);
  }

  #write(text) {
    this.text += this.#usual + text;
    this.#usual = "";
  }

  #hidden(data) {
    if (!data.startsWith("=")) return;
    let hidden = typed(data.slice(1));
    // What stands before the first line of a part belongs to the lines before it.
    if (!this.#whole && this.text === "") hidden = hidden.replace(/^[^\n]*(?:\n|$)(?:[^`\n]*\n)*/, "");
    this.#usual = "";
    this.#write(hidden);
  }

  #shown(text) {
    if (!this.#lines) return this.#write(text);
    for (const [i, line] of text.split("\n").entries()) {
      if (i > 0) this.#usual += typed(this.#lines.length > 1 ? this.#lines.shift() : this.#lines[0]) || "\n";
      if (line) this.#write(line);
    }
  }

  #element(element) {
    if (element.localName === "br") return (this.#usual += "\n");
    if (element.matches(".emoji[title]")) return this.#write(element.title);
    if (element.localName === "p" && this.text) this.#usual = "\n\n";
    const code = element.localName === "pre";
    const named = code || "lines" in element.dataset;
    if (named) this.#lines = (element.dataset.lines ?? "").split(",");
    const link = element.matches("a[rel][title]");
    const mark = link ? "[" : element.dataset.mark ?? (this.#lines ? "" : (marks[element.tagName] ?? ""));
    if (mark) this.#write(mark);
    for (const child of element.childNodes) this.read(child);
    this.text += link ? `](${element.title})` : mark;
    if (named && !code) this.#write(""); // the ends of its last lines
    if (named) this.#lines = null;
  }
}
