// Reads `go test -json` from standard input, prints one line a package and the whole output of whatever failed, and writes
// {"passed", "failed", "skipped"} to the file named as the argument. Exits 1 when anything failed.
import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const counts = { passed: 0, failed: 0, skipped: 0 };
const outputs = new Map();
const failedTests = new Set();

for await (const line of createInterface({ input: process.stdin })) {
  const event = parse(line);
  if (event === null) {
    console.log(line);
  } else if (event.Action === "output" || event.Action === "build-output") {
    remember(event);
  } else if (event.Test) {
    endTest(event);
  } else {
    endPackage(event);
  }
}
if (counts.passed + counts.failed === 0) {
  console.log("no Go test ran");
  counts.failed = 1;
}
writeFileSync(process.argv[2], JSON.stringify(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function remember(event) {
  const key = keyOf(event);
  outputs.set(key, (outputs.get(key) ?? "") + event.Output);
}

function endTest(event) {
  if (event.Action === "pass") {
    counts.passed++;
  } else if (event.Action === "skip") {
    counts.skipped++;
  } else if (event.Action === "fail") {
    counts.failed++;
    failedTests.add(event.Package);
    process.stdout.write(`${event.Package} ${outputs.get(keyOf(event)) ?? event.Test}`);
  } else {
    return;
  }
  outputs.delete(keyOf(event));
}

function endPackage(event) {
  if (event.Action === "build-fail") {
    process.stdout.write(outputs.get(keyOf(event)) ?? "");
  } else if (event.Action === "fail") {
    // Tests without an end, or a package without a failed test: it did not compile, panicked or ran out of time.
    const unfinished = printUnfinished(event.Package);
    counts.failed += Math.max(unfinished, failedTests.has(event.Package) ? 0 : 1);
    console.log(`FAIL ${event.Package} ${event.Elapsed ?? 0}s`);
  } else if (event.Action === "pass") {
    console.log(`ok   ${event.Package} ${event.Elapsed ?? 0}s`);
  }
}

/** Prints what is left of a failed package and returns how many of its tests did not end. */
function printUnfinished(name) {
  let tests = 0;
  for (const [key, output] of outputs) {
    if (key.startsWith(`${name}\0`)) {
      process.stdout.write(output);
      tests += key === `${name}\0` ? 0 : 1;
    }
  }
  return tests;
}

function keyOf(event) {
  return `${event.Package ?? event.ImportPath}\0${event.Test ?? ""}`;
}
