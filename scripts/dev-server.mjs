// Builds the program and runs it for `make dev`; of a program that cannot be built it shows why, at the same address, until the
// next save starts this anew.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";

const address = { host: "127.0.0.1", port: Number(process.env.DEV_PORT || 8080) };
const program = "build/minimost-dev";

const built = spawnSync("go", ["build", "-o", program, "."], { encoding: "utf8" });
if (built.status === 0) run();
else showInstead(built.stderr || String(built.error));

function run() {
  const server = spawn(program, ["--dev", `--addr=${address.host}:${address.port}`], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
  server.on("exit", (code) => process.exit(code ?? 1));
}

function showInstead(words) {
  console.error(words);
  const safe = words.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);
  const page = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>This cannot be built</title></head><body><h1>This cannot be built</h1><pre role="alert">${safe}</pre></body></html>`;
  const server = createServer((_, answer) => answer.writeHead(500, { "content-type": "text/html; charset=utf-8" }).end(page)).listen(address);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => (server.close(), server.closeAllConnections()));
}
