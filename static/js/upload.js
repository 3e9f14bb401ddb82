// Takes files into the composer: chosen, pasted or dropped; several at once, each with its progress. What the server has waits
// there, also for the next page, until it is sent or removed. What cannot be taken is refused in words, and nothing that is
// dropped is ever opened by the browser.
import { accepted, drawnFor, focus, follow, page } from "./page.js";
import { announce } from "./announce.js";
import { refuseFile, sentence } from "./failures.js";
import { newKey } from "./once.js";

/** For how long nothing may come of a file that is on its way, in milliseconds. */
const patience = 40_000;
/** Within what a page that was asked for is shown, in milliseconds. */
const askedBefore = 15_000;

let list = null;
let attach = null;

/** The requests of the files that are on their way, by their items. */
const arriving = new Map();
/** The lists of channels that were left while files of theirs were on their way. */
const left = new Map();
/** The keys of files of which no answer is known. */
const asked = new Map();

export function open(signal) {
  const input = document.getElementById("attach-input");
  list = document.getElementById("composer-files");
  attach = document.getElementById("attach");
  attach.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    input.click();
  });
  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".attachment__remove");
    if (button) remove(event, button);
  });
  bringBack();
  signal.addEventListener("abort", () => setAside(page.channel));
}

/** What is on its way goes on while another channel is shown. */
function setAside(channel) {
  for (const item of ready()) item.remove(); // the server has it, and draws it
  if (list.childElementCount) left.set(channel, list);
}

function bringBack() {
  for (const item of [...(left.get(page.channel)?.children ?? [])]) {
    const { file, came } = item.dataset;
    // A page that was asked for since has it, unless it was sent or removed.
    if (file && (Date.now() - came > askedBefore || list.querySelector(`[data-file="${CSS.escape(file)}"]`))) continue;
    list.append(item);
    window.htmx.process(item);
  }
  left.delete(page.channel);
}

export function start() {
  document.addEventListener("paste", pasted);
  for (const type of ["dragenter", "dragover", "drop"]) document.addEventListener(type, dragged);
  for (const type of ["dragleave", "drop", "dragend"]) document.addEventListener(type, () => page.composer.classList.remove("composer--drop"));
}

/** Whether files are on their way, which a message has to wait for. */
export const uploading = () => [...arriving.keys()].some((item) => list.contains(item));

/** What the message that is sent now carries. */
export const ready = () => [...list.querySelectorAll("[data-file]")];

/** Words about files in place of a text that is sent. */
export const waitingWords = () => attach.dataset.waiting;

function add(files) {
  say("");
  for (const file of files) {
    if (list.querySelectorAll("li:not(.attachment--failed)").length >= Number(attach.dataset.most)) return say(attach.dataset.tooMany);
    if (file.size > Number(attach.dataset.max)) say(words("tooLarge", file));
    else upload(file);
  }
  focus(page.field);
}

function upload(file) {
  const item = document.getElementById("attachment-template").content.cloneNode(true).querySelector("li");
  item.querySelector(".file-card__name").textContent = file.name;
  const ending = item.querySelector(".file-card__ending");
  ending.textContent = /\.([^.]{1,5})$/.exec(file.name)?.[1].toUpperCase() ?? "FILE";
  ending.classList.toggle("file-card__ending--long", ending.textContent.length > 3);
  item.querySelector("progress").setAttribute("aria-label", file.name);
  item.querySelector(".attachment__remove").setAttribute("aria-label", words("stop", file));
  list.append(item);
  const channel = page.channel;
  item.querySelector(".attachment__again").addEventListener("click", () => {
    say("");
    show(item, "");
    begin(item, file, channel);
    focus(page.field);
  });
  begin(item, file, channel);
}

function begin(item, file, channel) {
  const same = [file.name, file.size, file.lastModified].join("/");
  if (!asked.has(same)) asked.set(same, newKey());
  transfer(item, file, same, channel, 1);
}

/** Sends a file. Where the answer is lost the server may have it: it is sent once more under the same key, and so is it by whoever adds it again. */
function transfer(item, file, same, channel, more) {
  const xhr = new XMLHttpRequest();
  arriving.set(item, xhr);
  const bar = item.querySelector("progress");
  const began = performance.now();
  xhr.timeout = patience;
  xhr.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total > 0 ? loaded / total : 0;
    xhr.timeout = performance.now() - began + patience; // it counts from the beginning
  });
  xhr.addEventListener("load", () => {
    asked.delete(same);
    arrived(item, file, xhr);
  });
  const lost = () => (more ? transfer(item, file, same, channel, more - 1) : fail(item, words("unreachable", file)));
  for (const type of ["error", "timeout"]) xhr.addEventListener(type, lost);
  xhr.open("POST", `/ui/files/${encodeURIComponent(channel)}`);
  for (const [name, value] of Object.entries({ ...drawnFor, "HX-Request": "true", "Idempotency-Key": asked.get(same) })) xhr.setRequestHeader(name, value);
  const body = new FormData();
  body.append("file", file);
  xhr.send(body);
}

function arrived(item, file, xhr) {
  follow({ headers: { get: (name) => xhr.getResponseHeader(name) } });
  if (!accepted(xhr)) return fail(item, sentence(xhr) || words("failed", file), ![400, 413].includes(xhr.status));
  arriving.delete(item);
  if (item.isConnected) return replace(item, xhr.responseText);
  const drawn = document.createElement("template");
  drawn.innerHTML = xhr.responseText;
  drawn.content.querySelector("li").dataset.came = Date.now();
  item.replaceWith(drawn.content);
}

/** Whoever was about to cancel it has the focus on what removes it. */
function replace(item, html) {
  const focused = item.contains(document.activeElement);
  const place = [...list.children].indexOf(item);
  window.htmx.swap(item, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
  if (focused) focus(list.children[place]?.querySelector(".attachment__remove"));
}

/** The file stays at hand to be tried again, unless it can never be taken. */
function fail(item, text, again = true) {
  arriving.delete(item);
  show(item, text);
  item.querySelector(".attachment__again").hidden = !again;
  announce(text);
}

/** Shows why a file was not taken, or with "" that it is on its way. */
function show(item, failure) {
  item.classList.toggle("attachment--failed", failure !== "");
  item.querySelector("progress").hidden = failure !== "";
  item.querySelector(".attachment__again").hidden = true;
  item.querySelector(".file-card__size").textContent = failure;
}

function remove(event, button) {
  event.preventDefault();
  const item = button.closest("li");
  arriving.get(item)?.abort();
  arriving.delete(item);
  const address = button.getAttribute("formaction");
  if (!address) return gone(item);
  button.addEventListener("htmx:afterRequest", ({ detail }) => accepted(detail.xhr) && gone(item), { once: true });
  window.htmx.ajax("POST", address, { source: button, swap: "none" }).catch(() => {});
}

function gone(item) {
  item.remove();
  say("");
  focus(page.field);
}

function pasted(event) {
  const files = [...event.clipboardData.files];
  // A text that was copied from an office program brings its picture along.
  if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  if (elsewhere(event.target)) return refuseFile();
  add(files);
}

/** Whether a dialog stands before the composer, or nobody writes here. */
const closed = () => document.querySelector("dialog:modal") || !page.composer.checkVisibility();

/** Whether something is typed into another field, or cannot come to the composer. */
const elsewhere = (target) => closed() || (target !== page.field && target.matches?.("input, textarea, [contenteditable]"));

function dragged(event) {
  const { types, items, files } = event.dataTransfer;
  const brings = types.includes("Files");
  // Words are dropped into fields by the browser itself.
  if (!brings && event.target.matches?.("input, textarea")) return;
  event.preventDefault();
  if (event.type !== "drop") {
    event.dataTransfer.dropEffect = brings ? "copy" : "none";
    page.composer.classList.toggle("composer--drop", brings && !closed());
    return;
  }
  const folder = [...items].some((item) => item.kind === "file" && item.webkitGetAsEntry?.()?.isDirectory);
  if (closed()) return refuseFile();
  if (!brings || folder || files.length === 0) return say(attach.dataset.noFile);
  add([...files]);
}

function say(text) {
  const line = page.composer.querySelector(".composer__error");
  if (line.textContent !== text) line.textContent = text;
}

/** The name is isolated, and turns nothing around it. */
const words = (kind, { name }) => attach.dataset[kind].replace("{name}", () => `\u2068${name.replace(/[\u202a-\u202e\u2066-\u2069]/g, "")}\u2069`);
