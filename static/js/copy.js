// What is copied out of the log is what was typed: no button labels, the numbers and bullets of lists, and where a link leads.
export function start() {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
    const copied = document.createElement("div");
    for (let i = 0; i < selection.rangeCount; i++) copied.append(selection.getRangeAt(i).cloneContents());
    if (!copied.querySelector(".message__text, li, a[rel][title], button")) return;
    for (const control of copied.querySelectorAll("button, form, input, template, [aria-hidden=true]")) control.remove();
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
  // An empty line belongs to what comes after it.
  for (const paragraph of copied.querySelectorAll("br + p")) {
    while (paragraph.previousElementSibling?.localName === "br") paragraph.prepend(paragraph.previousElementSibling);
  }
  // From within, so that the marks of an outer item come before those of an inner one.
  for (const item of [...copied.querySelectorAll("li")].reverse()) mark(item);
  copied.className = "prose visually-hidden";
  document.body.append(copied);
  const text = copied.innerText;
  copied.remove();
  return text;
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
