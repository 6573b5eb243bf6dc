import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "throughline-degenerate-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is the matter with a document: numbers that are none, p outside 0 to 1, intervals that miss their estimate, silence. */
function faultsOf(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (value === null || typeof value !== "object") return [];
  const own: string[] = [];
  const record = value as Record<string, unknown>;
  const number = (name: string): number | null =>
    typeof record[name] === "number" ? (record[name] as number) : null;
  const [p, low, high, estimate] = ["pValue", "ciLow", "ciHigh", "estimate"].map(number) as [
    number | null,
    number | null,
    number | null,
    number | null,
  ];
  if (p !== null && !(p >= 0 && p <= 1)) own.push(`${path} p is ${p}`);
  const slack = 1e-9 * (1 + Math.abs(estimate ?? 0));
  if (low !== null && high !== null && !(low <= high + slack)) own.push(`${path} is turned over`);
  if (low !== null && high !== null && estimate !== null) {
    if (!(low <= estimate + slack && estimate <= high + slack))
      own.push(`${path} is beside itself`);
  }
  const [familyLow, familyHigh] = [number("familyCiLow"), number("familyCiHigh")];
  if (familyLow !== null && !(familyLow <= (familyHigh as number) + slack)) {
    own.push(`${path} families' interval is turned over`);
  }
  if ("refused" in record && !(typeof record.reason === "string" && record.reason.length > 15)) {
    own.push(`${path} is refused without a sentence`);
  }
  // A headline that is not there has its sentence.
  if ("headline" in record && record.pValue === null && typeof record.reason === "string") {
    if (record.reason.length < 15) own.push(`${path} has no p and no sentence`);
  }
  return own.concat(
    Object.entries(record).flatMap(([key, inner]) => faultsOf(inner, `${path}.${key}`)),
  );
}

type Row = readonly (string | number)[];
const file = (name: string, rows: readonly Row[], header = "y,a,n,family"): string => {
  writeFileSync(
    join(folder, name),
    `${header}\n${rows.map((row) => `${row.join(",")}\n`).join("")}`,
  );
  return name;
};
const twenty = (row: (i: number) => Row): Row[] => Array.from({ length: 20 }, (_, i) => row(i));
const yes = (i: number): string => (i % 2 === 0 ? "no" : "yes");
const letter = (i: number): string => (i % 3 === 0 ? "z" : "x");

const files: readonly [name: string, rows: readonly Row[]][] = [
  ["no row", []],
  ["one child", [["yes", "x", 3, "f1"]]],
  ["zero cells", twenty((i) => [i < 10 ? "yes" : "no", i < 10 ? "x" : "z", i, `f${i >> 1}`])],
  ["a constant predictor", twenty((i) => [yes(i), "x", 7, `f${i >> 1}`])],
  ["a constant outcome", twenty((i) => ["yes", letter(i), i, `f${i >> 1}`])],
  ["all tied", twenty((i) => [yes(i), letter(i), 4, `f${i >> 1}`])],
  ["every value missing", twenty((i) => [i % 2 ? "-9" : "", "-8", -9, `f${i >> 1}`])],
  ["a predictor all missing", twenty((i) => [yes(i), "-9", "", `f${i >> 1}`])],
  ["one family", twenty((i) => [yes(i), letter(i), i % 5, "f1"])],
  [
    "families of one value each",
    twenty((i) => [yes(i >> 1), letter(i >> 1), i >> 1, `f${i >> 1}`]),
  ],
  ["numbers of the greatest size", twenty((i) => [yes(i), letter(i), 1e300 * (i + 1), `f${i}`])],
  ["numbers of the least size", twenty((i) => [yes(i), letter(i), 1e-300 * (i + 1), `f${i}`])],
  ["numbers far from nought", twenty((i) => [yes(i), letter(i), 1e9 + i * 1e-6, `f${i >> 1}`])],
  ["one row of a level", twenty((i) => [yes(i), i === 0 ? "z" : "x", i, `f${i >> 1}`])],
  [
    "three levels, one event",
    twenty((i) => [i === 4 ? "yes" : "no", "xyz"[i % 3] ?? "", i, `f${i >> 1}`]),
  ],
];
const commands: readonly (readonly string[])[] = [
  ["associate", "y", "--with", "a,n", "--all", "--numeric", "n"],
  ["associate", "n", "--with", "y,a", "--all", "--numeric", "n"],
  ["associate", "y", "--with", "a", "--by", "n", "--all", "--categorical", "n"],
  ["associate", "y", "--with", "a", "--paired", "--all"],
  ["model", "y", "--with", "a,n", "--numeric", "n"],
  ["model", "y", "--with", "a", "--no-firth"],
  ["model", "n", "--with", "a", "--numeric", "n"],
  ["agree", "--coders", "y,a", "--all"],
  ["describe", "y", "a", "n", "--simultaneous"],
];

async function check(args: readonly string[]): Promise<string> {
  const text = await runCli(args, folder);
  expect([0, 1, 3], `${args.join(" ")}\n${text.err}`).toContain(text.code);
  expect(text.out + text.err).not.toMatch(/NaN|Infinity|undefined|\[object/);
  if (text.code === 3) expect(text.err).toMatch(/error\[[a-z-]+\]: .{15}/);
  const json = await runCli([...args, "--json"], folder);
  expect(json.code).toBe(text.code);
  if (json.out !== "") expect(faultsOf(JSON.parse(json.out)), args.join(" ")).toEqual([]);
  return text.out + text.err;
}

describe("what cannot be computed is refused with a sentence, at the command line", () => {
  it.each(files)("%s", async (name, rows) => {
    const data = file(`${name.replaceAll(" ", "-")}.csv`, rows);
    for (const family of [[], ["--family", "family"]]) {
      for (const command of commands) await check([...command, "--data", data, ...family]);
    }
  });

  it("terms that say the same, and levels that nobody has", async () => {
    const rows = twenty((i) => [yes(i), letter(i), i, `f${i >> 1}`, i % 3 === 0 ? "q" : "p"]);
    const data = file("alias.csv", rows, "y,a,n,family,b");
    const out = await check(["model", "y", "--with", "a,b", "--data", data]);
    expect(out).toMatchSnapshot();
    for (const command of commands) {
      await check([...command, "--data", data, "--ordered", "a=w<x<z"]);
    }
  });

  it("frequencies that are all nought, and broken ones", async () => {
    for (const weight of [0, 0.5]) {
      const rows = twenty((i) => [yes(i), letter(i), weight, `f${i >> 1}`]);
      const data = file("weights.csv", rows);
      for (const command of commands.filter(
        (own) => !own.some((arg) => arg.split(",").includes("n")),
      )) {
        await check([...command, "--data", data, "--weights", "n"]);
      }
      await check(["associate", "y", "--with", "a", "--all", "--data", data, "--weights", "n"]);
      await check(["agree", "--coders", "y,a", "--data", data, "--weights", "n", "--all"]);
    }
  });

  it("random tables, sparse and full of holes", async () => {
    const row = fc.tuple(
      fc.constantFrom("yes", "no", "", "-9"),
      fc.constantFrom("x", "y", "z", "", "-8"),
      fc.constantFrom("", "-9", "0", "1", "2", "2.5", "7", "1e6"),
      fc.constantFrom("f1", "f2", "f3", "f4", "f5", ""),
    );
    let turn = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 0, maxLength: 30 }),
        fc.constantFrom(...commands),
        fc.boolean(),
        async (rows, command, families) => {
          const data = file(`random-${turn++ % 4}.csv`, rows);
          await check([...command, "--data", data, ...(families ? ["--family", "family"] : [])]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
