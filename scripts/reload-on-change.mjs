// Tells the browsers at `make dev` to reload when a style sheet, script or icon is saved: --dev serves those from disk, so
// nothing has to be built. Of a view that cannot be read it leaves a note, which the pages show. Ends with the process that started it.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, rmSync, watch, writeFileSync } from "node:fs";
import path from "node:path";

const folders = ["static/css", "static/js", "static/icons"];
const note = "build/broken-view.txt"; // handlers/web/broken.go reads it
const settle = 50; // ms: an editor saves in several steps
const timers = new Map();

mkdirSync(path.dirname(note), { recursive: true });
rmSync(note, { force: true });
for (const folder of folders) watch(folder, () => soon("reload", reload));
watch("views", { recursive: true }, (_, name) => name?.endsWith(".templ") && soon(name, () => look(path.join("views", name))));

function soon(what, act) {
  clearTimeout(timers.get(what));
  timers.set(what, setTimeout(act, settle));
}

const templ = (args, then) => execFile("go", ["tool", "templ", "generate", ...args], { maxBuffer: 1 << 26 }, then);

function reload() {
  templ(["--notify-proxy", "--proxyport=7331"], (error, _, stderr) => {
    if (error) console.error(stderr.trim());
  });
}

/** Whether a view can be read: what it is made into is thrown away here. */
function look(view) {
  if (!existsSync(view)) return;
  templ(["-f", view, "-stdout"], (error, _, stderr) => {
    const wasBroken = existsSync(note);
    if (error) writeFileSync(note, stderr.trim().replace(/^.*failed to generate code for "[^"]*": /s, ""));
    else rmSync(note, { force: true });
    if (error || wasBroken) reload();
  });
}
