import { expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";

const args = [
  "describe",
  "sex",
  "--study",
  "/nowhere-at-all/in-a-folder-with-a-long-name/that-is-not-there",
];

test("an error is one line in a pipe, and no wider than a terminal at one", async () => {
  const piped = await runCli(args);
  const shown = await runCli(args, process.cwd(), { errIsTerminal: true, width: 80 });
  expect(piped.code).toBe(3);
  expect(piped.err.split("\n").some((line) => line.length > 80)).toBe(true);
  expect(shown.err.split(/\s+/)).toEqual(piped.err.split(/\s+/));
  const widest = Math.max(...shown.err.split("\n").map((line) => line.length));
  expect(widest).toBeLessThanOrEqual(80);
});
