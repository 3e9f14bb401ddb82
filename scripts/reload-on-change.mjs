// Tells the browsers at `make dev` to reload when a style sheet, script or icon is saved: --dev serves those from disk, so
// nothing has to be built. Ends with the process that started it.
import { execFile } from "node:child_process";
import { watch } from "node:fs";

const folders = ["static/css", "static/js", "static/icons"];
const settle = 50; // ms: an editor saves in several steps
let timer;

for (const folder of folders) {
  watch(folder, () => {
    clearTimeout(timer);
    timer = setTimeout(reload, settle);
  });
}

function reload() {
  execFile("go", ["tool", "templ", "generate", "--notify-proxy", "--proxyport=7331"], (error, _, stderr) => {
    if (error) console.error(stderr.trim());
  });
}
