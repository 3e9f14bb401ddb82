// On a page that shows no channel no file is taken: the browser would go to what is dropped, and leave the page. In words, where there
// is a place for them.
import { refuseFile } from "./failures.js";

const notice = document.getElementById("failure");

export function start() {
  for (const type of ["dragenter", "dragover", "drop"]) document.addEventListener(type, dragged);
  if (notice) document.addEventListener("paste", pasted);
}

function pasted({ clipboardData: { files, types } }) {
  if (files.length > 0 && !types.includes("text/plain")) refuseFile();
}

function dragged(event) {
  const { dataTransfer, target, type } = event;
  // Words are dropped into fields by the browser itself, and files into theirs.
  const field = dataTransfer.types.includes("Files") ? "input[type=file]" : "input, textarea";
  if (target.matches?.(field)) return;
  event.preventDefault();
  if (type !== "drop") dataTransfer.dropEffect = notice ? "copy" : "none";
  else if (notice) refuseFile();
}
