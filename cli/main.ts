#!/usr/bin/env node
import { run } from "./run.ts";

const exit = { code: 0 };

process.on("SIGINT", () => process.exit(130));
for (const stream of [process.stdout, process.stderr]) {
  // A reader that went away (`throughline … | head`) is no fault.
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  outIsTerminal: process.stdout.isTTY === true,
  errIsTerminal: process.stderr.isTTY === true,
  width: process.stdout.columns ?? 80,
  now: () => performance.now(),
  today: () => new Date().toISOString().slice(0, 10),
  exit,
});
