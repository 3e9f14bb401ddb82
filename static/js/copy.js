// What is copied out of the log is what was typed, byte for byte: the marks that took effect, the numbers of lists, the names of
// emoji and where a link leads, without the labels of buttons.
import { elementOf, written } from "./written.js";

export function start() {
  // Where there is this, htmx parses by it what comes to an open page, and Chromium leaves out the comments, which have what is not shown.
  delete Document.parseHTMLUnsafe;
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
    const range = selection.getRangeAt(0);
    const copied = document.createElement("div");
    copied.append(range.cloneContents());
    const within = elementOf(range.commonAncestorContainer).closest(".message__text");
    if (!within && !copied.querySelector(".message__text")) return;
    for (const control of copied.querySelectorAll("button, form, input, template, [aria-hidden=true], .presence-dot, .message__fold, .message__edited")) control.remove();
    event.clipboardData.setData("text/plain", within ? written(within, range) : plain(copied.cloneNode(true), range));
    event.clipboardData.setData("text/html", rich(copied));
    event.preventDefault();
  });
}

/** What is copied for whatever knows more than text. */
function rich(copied) {
  for (const block of copied.querySelectorAll("p, li")) block.style.whiteSpace = "pre-wrap";
  for (const link of copied.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
  return copied.innerHTML.replace(/<!--.*?-->/gs, "");
}

/** Several messages: the text of each as it was typed, in place of how it is drawn. */
function plain(copied, range) {
  const roots = [...document.querySelectorAll(".message__text")].filter((root) => range.intersectsNode(root));
  for (const [i, text] of [...copied.querySelectorAll(".message__text")].entries()) {
    const lines = document.createElement("div");
    lines.style.whiteSpace = "pre-wrap";
    lines.textContent = written(roots[i], range);
    text.replaceWith(lines);
  }
  copied.className = "visually-hidden";
  document.body.append(copied); // how it is shown decides where lines end
  const text = copied.innerText;
  copied.remove();
  return text;
}
