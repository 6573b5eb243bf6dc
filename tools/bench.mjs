// npm run bench -- NAME: runs bench/NAME.ts; without a name, lists what there is.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const [name, ...rest] = process.argv.slice(2);
const file = `bench/${name}.ts`;
if (name === undefined || !existsSync(file)) {
  const names = readdirSync("bench").filter((entry) => entry.endsWith(".ts"));
  console.error(`Usage: npm run bench -- NAME\n${names.map((n) => `  ${n.slice(0, -3)}`).join("\n")}`);
  process.exit(name === undefined ? 0 : 2);
}
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--max-old-space-size=8192", "--import", "tsx", file, ...rest],
  { stdio: "inherit" },
);
process.exit(status ?? 70);
