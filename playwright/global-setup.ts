import { execFileSync } from "node:child_process";
import { lender } from "./nodes";
import { binary, root } from "./server";

const go = { cwd: root, env: { ...process.env, CGO_ENABLED: "0" }, stdio: ["ignore", "inherit", "inherit"] as const };

/** Builds the program the way it is shipped, one static binary, but with password hashes that cost next to nothing. */
export default function build(): void {
  execFileSync("go", ["build", "-o", lender, "./postgres/cluster/lend"], { ...go, stdio: [...go.stdio] });
  if (process.env.MINIMOST_BINARY) {
    return;
  }
  execFileSync("go", ["build", "-tags", "cheaphash", "-o", binary, "."], { ...go, stdio: [...go.stdio] });
}
