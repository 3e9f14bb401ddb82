// Prints a value for TZ by which it is now the time named as the argument, such as 23:30: the program's local time is the only
// one of which a sentence for people or a day's divider depends.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const [hours, minutes] = process.argv[2].split(":").map(Number);
const now = new Date();
const ahead = (hours * 60 + minutes - now.getUTCHours() * 60 - now.getUTCMinutes()) * 60;

/** A time zone file (RFC 8536) of one type without transitions, `offset` seconds ahead of UTC. */
function zoneFile(offset) {
  const head = Buffer.alloc(44);
  head.write("TZif");
  head.writeUInt32BE(1, 36); // local time types
  head.writeUInt32BE(4, 40); // bytes of their names
  const type = Buffer.alloc(6);
  type.writeInt32BE(offset);
  return Buffer.concat([head, type, Buffer.from("LMT\0")]);
}

const file = path.resolve("build", `zone-${hours}-${minutes}`);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, zoneFile(ahead));
console.log(`:${file}`);
