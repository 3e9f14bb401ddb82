// Asks govulncheck and npm audit about known vulnerabilities. A finding fails unless docs/vulnerabilities.md has a line that
// begins with "- " and its id in backquotes: that line is the reason why it does not concern MiniMost. Where the data cannot
// be reached, that is said and nothing fails.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const govulncheck = "golang.org/x/vuln/cmd/govulncheck@v1.9.0";
const patience = 5 * 60_000;
const offline = /fetching vulnerabilities|dial tcp|no such host|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ECONN|security\/advisories|audit endpoint|network/i;
const accepted = readReasons("docs/vulnerabilities.md");
const found = [...goFindings("."), ...goFindings("bench"), ...npmFindings()];

for (const id of accepted.keys()) {
  if (!found.some((finding) => finding.id === id)) console.log(`docs/vulnerabilities.md: ${id} is not found any more, if its tool could be asked`);
}
const open = found.filter(({ id }) => !accepted.has(id));
for (const { id, what } of found) console.log(`${accepted.has(id) ? "accepted" : "FOUND"} ${id}: ${what}`);
process.exitCode = open.length > 0 ? 1 : 0;

function readReasons(file) {
  const reasons = new Map();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const reason = /^- `([^`]+)`:? (\S.*)$/.exec(line);
    if (reason) reasons.set(reason[1], reason[2]);
  }
  return reasons;
}

function run(command, ...args) {
  return spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, timeout: patience });
}

function goFindings(folder) {
  const { stdout, stderr, status, error } = run("go", "run", govulncheck, "-C", folder, "-format", "json", "./...");
  if (error || status !== 0) return unreachable("govulncheck", error?.message ?? stderr);
  const summaries = new Map();
  const called = new Map();
  for (const message of jsonValues(stdout)) {
    if (message.osv) summaries.set(message.osv.id, message.osv.summary);
    // What is only required or imported, and of which nothing is called, has no function in its trace.
    const { osv, trace } = message.finding ?? {};
    if (trace?.[0]?.function) called.set(osv, `${trace[0].module} ${trace[0].version ?? ""}`.trim());
  }
  console.log(`govulncheck in ${folder}: ${called.size} found`);
  return [...called].map(([id, where]) => ({ id, what: `${summaries.get(id) ?? ""} (${where})` }));
}

function npmFindings() {
  const { stdout, stderr, error } = run("npm", "audit", "--json");
  let report;
  try {
    report = JSON.parse(stdout);
  } catch {
    return unreachable("npm audit", error?.message ?? stderr);
  }
  if (!report.vulnerabilities) return unreachable("npm audit", report.message ?? report.error?.summary ?? stderr);
  const advisories = new Map();
  for (const { via } of Object.values(report.vulnerabilities)) {
    for (const advisory of via) {
      if (typeof advisory === "object") advisories.set(advisory.url.split("/").at(-1), `${advisory.title} (${advisory.name})`);
    }
  }
  console.log(`npm audit: ${advisories.size} found`);
  return [...advisories].map(([id, what]) => ({ id, what }));
}

/** A tool that failed without its data is left out; one that failed otherwise is a finding itself. */
function unreachable(tool, why = "") {
  const lines = why.split("\n").filter((line) => line.trim() !== "" && !/^go: downloading|^exit status/.test(line));
  const reason = (lines.at(-1) ?? "no answer").trim();
  if (!offline.test(why)) return [{ id: tool, what: `it failed: ${reason}` }];
  console.log(`${tool}: not asked, its data cannot be reached: ${reason}`);
  return [];
}

/** The values of a stream of indented JSON, each of which begins and ends with a brace at the start of a line. */
function jsonValues(text) {
  return text.split(/^(?=\{)/m).filter((part) => part.trim() !== "").map((part) => JSON.parse(part));
}
