import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measureNames } from "../cli/support/agree-text.ts";
import { methodWords } from "../cli/support/method-words.ts";

const page = (name: string): string => readFileSync(`docs/statistics/${name}.md`, "utf8");
/** Rows of the tables of a page: the first cell, and the others. */
const rows = (text: string): Map<string, string[]> =>
  new Map(
    text.split("\n").flatMap((line) => {
      if (!line.startsWith("| ")) return [];
      const [first = "", ...rest] = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [[first, rest] as const];
    }),
  );
/** Names of methods written in the code of a folder. */
const methodsIn = (folder: string): string[] => {
  const found = new Set<string>();
  for (const file of readdirSync(folder)) {
    const text = readFileSync(`${folder}/${file}`, "utf8");
    for (const [, name = ""] of text.matchAll(
      /(?:\bmethod(?::|\s*=)|refuseTest\(|run\(permute\(|permute\(|familySignFlip\()\s*"([a-z0-9-]+)"/g,
    )) {
      found.add(name);
    }
    for (const [, yes = "", no = ""] of text.matchAll(
      /\bmethod(?::|\s*=)[^;\n]*\? "([a-z0-9-]+)" : "([a-z0-9-]+)"/g,
    )) {
      found.add(yes).add(no);
    }
  }
  return [...found].sort();
};
/** Not tests or effects of the screen: intervals, likeness, what trees use, and the names of refusals. */
const inside = new Set([
  "clopper-pearson",
  "wilson",
  "goodman",
  "family-bootstrap",
  "intraclass-correlation",
  "rao-scott-means",
  "dunn",
  "stratified",
  "paired",
]);

describe("the page of associations", () => {
  const table = rows(page("association"));

  it("finds the methods in the code", () => {
    const methods = methodsIn("analysis/association");
    expect(methods.length).toBeGreaterThan(50);
    for (const method of methods) {
      if (!inside.has(method)) expect(Object.keys(methodWords), method).toContain(method);
    }
  });

  it.each(Object.entries(methodWords))("has formula, source and caution of %s", (_, [, long]) => {
    const cells = table.get(long);
    expect(cells, long).toBeDefined();
    expect(cells?.length).toBe(3);
    for (const cell of cells ?? []) expect(cell.length, long).toBeGreaterThan(0);
  });
});

describe("the page of agreement", () => {
  const table = rows(page("agreement"));

  it("finds the methods in the code", () => {
    for (const method of methodsIn("analysis/agreement")) {
      expect(Object.keys(measureNames), method).toContain(method);
    }
  });

  it.each(Object.values(measureNames))(
    "has formula, interval, source and caution of %s",
    (name) => {
      const key = [...table.keys()].find((first) => first.split(", ").includes(name));
      expect(key, name).toBeDefined();
      const cells = table.get(key ?? "");
      expect(cells?.length).toBe(4);
      for (const cell of cells ?? []) expect(cell.length, name).toBeGreaterThan(0);
    },
  );
});

describe("the page of models", () => {
  it.each([
    "logistic",
    "multinomial logistic",
    "proportional odds",
    "linear",
    "Firth",
    "CR0",
    "CR1",
    "CR2",
    "Satterthwaite",
    "estimating equations",
    "adaptive Gauss–Hermite quadrature",
    "median odds ratio",
    "profile likelihood",
    "likelihood ratio",
    "AUC",
    "DeLong",
    "Hosmer–Lemeshow",
    "variance inflation",
    "Brant",
    "McFadden",
    "Rubin",
    "Barnard and Rubin",
    "D2",
    "predictive mean matching",
    "delta method",
    "calibration slope",
  ])("says what %s is", (word) => {
    expect(page("models")).toContain(word);
  });
});
