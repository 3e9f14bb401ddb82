import { execFileSync } from "node:child_process";
import { binary, root } from "./server";

/** Builds the program the way it is shipped, one static binary, but with password hashes that cost next to nothing. */
export default function build(): void {
  if (process.env.MINIMOST_BINARY) {
    return;
  }
  execFileSync("go", ["build", "-tags", "cheaphash", "-o", binary, "."], {
    cwd: root,
    env: { ...process.env, CGO_ENABLED: "0" },
    stdio: ["ignore", "inherit", "inherit"],
  });
}
