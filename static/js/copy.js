// What is copied out of the log is what was typed: no button labels, the numbers and bullets of lists, the marks of quotes and tables, the
// names of emoji, and where a link leads.
export function start() {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
    const copied = document.createElement("div");
    for (let i = 0; i < selection.rangeCount; i++) copied.append(selection.getRangeAt(i).cloneContents());
    if (!copied.querySelector(".message__text, li, a[rel][title], button, blockquote, table, .emoji[title]")) return;
    for (const control of copied.querySelectorAll("button, form, input, template, [aria-hidden=true]")) control.remove();
    for (const fold of copied.querySelectorAll(".message__fold")) fold.remove();
    for (const block of copied.querySelectorAll("p, li")) block.style.whiteSpace = "pre-wrap";
    for (const link of copied.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
    event.clipboardData.setData("text/html", copied.innerHTML);
    event.clipboardData.setData("text/plain", plain(copied));
    event.preventDefault();
  });
}

/** The text of what is copied, with the marks that its elements stand for. */
function plain(copied) {
  for (const link of copied.querySelectorAll("a[rel][title]")) {
    link.prepend("[");
    link.append(`](${link.title})`);
  }
  for (const emoji of copied.querySelectorAll(".emoji[title]")) emoji.textContent = emoji.title;
  for (const table of copied.querySelectorAll("table")) table.replaceWith(lines(rows(table)));
  // An empty line belongs to what comes after it.
  for (const paragraph of copied.querySelectorAll("br + p")) {
    while (paragraph.previousElementSibling?.localName === "br") paragraph.prepend(paragraph.previousElementSibling);
  }
  // From within, so that the marks of an outer item come before those of an inner one.
  for (const item of [...copied.querySelectorAll("li")].reverse()) mark(item);
  copied.className = "prose visually-hidden";
  document.body.append(copied);
  // From within, and once they are drawn: what a quote shows decides where its lines end.
  for (const quote of [...copied.querySelectorAll("blockquote")].reverse()) {
    quote.replaceWith(lines(quote.innerText.replace(/^\n+|\n+$/g, "").split("\n").map((line) => (line ? `> ${line}` : ">"))));
  }
  const text = copied.innerText;
  copied.remove();
  return text;
}

/** A paragraph of lines, as they are. */
function lines(all) {
  const paragraph = document.createElement("p");
  paragraph.style.whiteSpace = "pre-wrap";
  paragraph.textContent = all.join("\n");
  return paragraph;
}

/** The rows of a table, with the dashes below its head. */
function rows(table) {
  const all = [...table.rows].map((row) => `| ${[...row.cells].map((cell) => cell.textContent).join(" | ")} |`);
  const head = table.tHead?.rows[0];
  if (head) all.splice(1, 0, `|${[...head.cells].map(dashes).join("|")}|`);
  return all;
}

function dashes(cell) {
  if (cell.matches(".prose__center")) return ":-:";
  return cell.matches(".prose__end") ? "--:" : "---";
}

/** Writes the mark before an item's text, and indents its other lines. */
function mark(item) {
  const sign = item.hasAttribute("value") ? `${item.value}. ` : "- ";
  const first = firstLine(item);
  const indent = " ".repeat(sign.length);
  for (const line of item.querySelectorAll("br, p, li")) {
    if (line.localName === "br") line.after(indent);
    else if (line !== first && line === firstLine(line)) line.prepend(indent);
  }
  first.prepend(sign);
}

/** What an item's text begins in: its first paragraph or itself. */
function firstLine(item) {
  return item.firstChild?.localName === "p" ? item.firstChild : item;
}
