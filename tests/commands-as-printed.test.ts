import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCli } from "./support/run-cli.ts";

/** Commands that read a study and are quick; the others are run by the tests of their own areas, and journeys by theirs. */
const tried = new Set([
  "init",
  "demo",
  "check",
  "derive",
  "explain",
  "test",
  "sensitivity",
  "drift",
  "describe",
  "codebook",
  "status",
  "doctor",
]);

const pages = [
  "README.md",
  ...(readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter(
      (file) =>
        file.endsWith(".md") && !/^functions|^formats.json|^journeys|^quick-start/.test(file),
    )
    .map((file) => join("docs", file)) as string[]),
];

/** Every such command in a block of a page, as its words. */
const printed = new Map(
  pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/^ {0,2}(?:\$ )?(throughline .*)$/gm)]
      .flatMap(([, line]) => (line as string).split(" && "))
      .map((line) => line.replace(/\s+#.*$/, "").replace(/ {2,}.*$/, ""))
      .filter((line) => tried.has(line.split(" ")[1] ?? "") && !/[<[…]|[A-Z]{3}/.test(line))
      .map((line) => [line, page] as const),
  ),
);

let root = "";
const studies = [
  "demo-study",
  "my-service",
  "my-survey",
  "my-reviews",
  "my-inspection",
  "my-returns",
];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "throughline-printed-"));
  await runCli(["demo", "demo-study"], root);
  for (const copy of ["my-study", "my-demo"])
    cpSync(join(root, "demo-study"), join(root, copy), { recursive: true });
  for (const [folder, instrument] of [
    ["my-service", "service-evaluation"],
    ["my-survey", "survey-waves"],
    ["my-reviews", "serious-case-review"],
    ["my-inspection", "thematic-inspection"],
    ["my-returns", "ssda903"],
  ] as const)
    await runCli(["init", folder, "--instrument", instrument, "--with-data"], root);
  const study = join(root, "demo-study");
  for (const copy of ["draft.csv", "old-codebook.csv"])
    cpSync(join(study, "codebook.csv"), join(study, copy));
  writeFileSync(join(study, "survey.csv"), "q1,q2,household\nyes,no,1\nno,no,1\nyes,yes,2\n");
  // So that a page may name another study beside the one it stands in.
  for (const other of ["my-study", "my-demo"])
    cpSync(join(root, other), join(study, other), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)]
    .map(([, double, single, plain]) => double ?? single ?? plain ?? "")
    .slice(1);

it("finds commands to try", () => {
  expect(printed.size).toBeGreaterThan(40);
  for (const name of tried)
    expect([...printed.keys()].some((line) => line.startsWith(`throughline ${name}`))).toBe(true);
});

it.each([...printed])("%s works as printed (%s)", async (line) => {
  const words = wordsOf(line);
  if (words[0] === "init" || words[0] === "demo") {
    const empty = join(root, `empty-${Math.abs(hash(line))}`);
    mkdirSync(empty);
    expect((await runCli(words, empty)).code).toBe(0);
    return;
  }
  // Beside the studies when it names one; else in a study it fits.
  const places = words.includes("--study") ? ["", "demo-study"] : studies;
  const failures: string[] = [];
  for (const place of places) {
    const { code, out, err } = await runCli(words, join(root, place));
    if (code <= 1 && out !== "") return;
    failures.push(`${place || "."}: ${code} ${err}`);
  }
  expect(failures).toEqual([]);
});

function hash(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) as number)) | 0;
  return sum;
}
