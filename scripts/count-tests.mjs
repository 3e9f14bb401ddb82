// Prints "N passed, N failed" from the result files of the last test run. A stage without a result file did not get as far
// as its tests and counts as one failure.
import { readFileSync } from "node:fs";

const stages = [
  ["build/go-tests.json", (result) => result],
  ["build/ui-tests.json", ({ stats, errors }) => ({
    passed: stats.expected,
    // No test is tried twice; one that was would be no success.
    failed: stats.unexpected + stats.flaky + errors.length,
  })],
];

let passed = 0;
let failed = 0;
for (const [file, count] of stages) {
  const result = read(file);
  const counts = result === null ? { passed: 0, failed: 1 } : count(result);
  passed += counts.passed;
  failed += counts.failed;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
