import { describe, expect, it } from "vitest";
import { type DerivedStudy, deriveStudy } from "../../../analysis/outcomes/derive-study.ts";
import { type CaseNote, childNote, familyNote } from "../../../analysis/outcomes/note/case-note.ts";
import { demoFiles } from "../../../cli/commands/demo.ts";
import { noteText } from "../../../cli/support/note-text.ts";
import { demoDerived } from "../../support/demo-derived.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { instrumentDerived } from "../../support/instrument-derived.ts";
import { memoryStudy } from "../../support/memory-study.ts";

const demo = demoDerived();

const noteOf = (derived: DerivedStudy, id: string, name?: string): CaseNote => {
  const outcomes = derived.outcomes.filter((each) => name === undefined || each.name === name);
  const patterns = derived.patterns.filter((each) => name === undefined || each.name === name);
  const child = derived.time.childIds.indexOf(id);
  return child >= 0
    ? childNote(derived, child, { outcomes, patterns })
    : familyNote(derived, derived.time.familyIds.indexOf(id), { outcomes, patterns });
};
const textOf = (derived: DerivedStudy, id: string, name?: string): string =>
  noteText(id, noteOf(derived, id, name), "", fakeIo());

/** The demonstration study with some of its files changed. */
function changedDemo(change: (path: string, lines: string[]) => string[]): DerivedStudy {
  const files: Record<string, string | Uint8Array> = {};
  for (const [path, contents] of demoFiles(undefined, "csv")) {
    if (!path.endsWith(".csv")) {
      files[path] = contents;
      continue;
    }
    const text = typeof contents === "string" ? contents : new TextDecoder().decode(contents);
    const lines = text.split("\n");
    files[path] = change(path, lines).join("\n");
  }
  return deriveStudy(memoryStudy(files));
}

describe("a note on a child", () => {
  it.each([
    ["stable at home", "C017"],
    ["stable away", "C001"],
    ["unstable, back home too lately", "C005"],
    ["unstable, in care too lately", "C016"],
  ])("%s", (_group, id) => {
    expect(textOf(demo, id)).toMatchSnapshot();
  });

  it("says what is missing where nothing can be decided, and judges well-being by its parts", () => {
    const derived = changedDemo((path, lines) =>
      path === "data/placements.csv"
        ? lines.map((line) =>
            /^P0108,C016,/.test(line)
              ? "P0108,C016,2006-03-16,2006-04-20,foster,interim_care_order,K016-5,,,SYNTHETIC"
              : line,
          )
        : path === "data/ratings.csv"
          ? lines.filter((line) => !/,C016,wellbeing,/.test(line))
          : lines,
    );
    expect(textOf(derived, "C016", "stability_5y")).toMatchSnapshot();
    expect(textOf(derived, "C016", "wellbeing_5y")).toMatchSnapshot();
  });

  it("of a child without an index date, a date of birth, or a placement", () => {
    const derived = changedDemo((path, lines) =>
      path === "data/children.csv"
        ? lines.map((line) => {
            const cells = line.split(",");
            if (cells[0] === "C020") cells[4] = "";
            if (cells[0] === "C021") cells[3] = "-9";
            return cells.join(",");
          })
        : path === "data/placements.csv"
          ? lines.filter((line) => !line.includes(",C022,"))
          : lines,
    );
    const brief = (id: string): unknown => {
      const { who, sections } = noteOf(derived, id, "stability_5y");
      return [who.replace(/ \[\d+\]/, ""), sections.at(-1)?.lines[0]];
    };
    expect(["C020", "C021", "C022"].map(brief)).toMatchInlineSnapshot(`
      [
        [
          "A boy, Authority A, aged 0 when the record begins. 2 brothers or sisters are in the study too.",
          "Cannot be decided by rules/stability.yaml, version 1. Rule 1, stably at home, is left open: the child has no index date, so there is no day of follow-up [10].",
        ],
        [
          "A boy, Authority E, with the index return on 30 Mar 2001. One brother or sister is in the study too.",
          "Living with a parent at follow-up, without a break for at least 12 months (rule 1 of rules/stability.yaml, version 1). At follow-up the child lived with a parent [4]; the child had been in the same place for 60 months at follow-up [4] (the rule asks for at least 12).",
        ],
        [
          "A boy, Authority E, aged 11 at the index return on 30 Mar 2001 and 16 at follow-up on 30 Mar 2006. One brother or sister is in the study too.",
          "Cannot be decided by rules/stability.yaml, version 1. Rule 1, stably at home, is left open: the child has no placements on record.",
        ],
      ]
    `);
  });

  it.each([
    ["thematic-inspection", "SYN003"],
    ["serious-case-review", "SYN02"],
    ["service-evaluation", "SYN02"],
    ["survey-waves", "SYN2009-002"],
    ["ssda903", "SYN0002"],
    ["ssda903", "SYN0004"],
    ["ssda903", "SYN0009"],
    ["ssda903", "SYN0001"],
  ])("of the instrument %s, %s", (name, id) => {
    expect(textOf(instrumentDerived(name), id)).toMatchSnapshot();
  });
});

describe("a note on a family", () => {
  it("by phases", () => {
    expect(textOf(demo, "F009")).toMatchSnapshot();
  });

  it("by the switch that fits best", () => {
    const files = Object.fromEntries(demoFiles(undefined, "csv"));
    const path = "rules/case-management.yaml";
    files[path] = String(files[path]).replace("method: two-phase", "method: change-point");
    expect(textOf(deriveStudy(memoryStudy(files)), "F009")).toMatchSnapshot();
  });

  it("without a single rating", () => {
    const derived = changedDemo((path, lines) =>
      path === "data/ratings.csv" ? lines.filter((line) => !line.includes(",F009,")) : lines,
    );
    expect(textOf(derived, "F009")).toMatchSnapshot();
  });
});

describe("every note of the demonstration study", () => {
  const { childIds, familyIds } = demo.time;
  const ids = new Set([...childIds, ...familyIds]);
  const notes = [...ids].map((id) => [id as string, noteOf(demo, id as string)] as const);
  const files = new Map(
    [...demoFiles(undefined, "csv")].map(([path, contents]) => [
      path,
      String(contents).split("\n"),
    ]),
  );

  it("fits 80 columns and has no value that is none", () => {
    for (const [id] of notes) {
      const text = textOf(demo, id);
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/NaN|undefined|null|Infinity|\[object|2147483647| {2}•.*•/);
    }
  });

  it("never names another child or family, a date of birth or free text", () => {
    const free = new Set(
      (files.get("data/ratings.csv") ?? []).slice(1).flatMap((line) => line.split(",")[8] || []),
    );
    for (const [, note] of notes) {
      const text = JSON.stringify(note);
      for (const word of text.match(/\b[CF]\d{3}\b/g) ?? []) expect(ids.has(word)).toBe(false);
      for (const words of free) expect(text).not.toContain(words);
    }
  });

  it("cites records that are there and about that child, and each mark once in its list", () => {
    for (const [id, note] of notes) {
      const marks = new Set(JSON.stringify(note.sections).match(/\[(\d+)\]/g) ?? []);
      const own = demo.time.childIds.indexOf(id);
      const family =
        own < 0 ? id : (demo.time.familyIds[demo.time.families.of[own] as number] as string);
      for (const mark of marks)
        expect(Number(mark.slice(1, -1))).toBeLessThanOrEqual(note.records.length);
      for (const { places } of note.records) {
        for (const { file, row } of places) {
          const line = files.get(file)?.[row - 1] ?? "";
          expect(line.includes(id) || line.includes(family)).toBe(true);
        }
      }
    }
  });

  it("says the same of the outcome as the outcome itself", () => {
    for (const [id, note] of notes) {
      const child = demo.time.childIds.indexOf(id);
      if (child < 0) continue;
      for (const outcome of demo.outcomes) {
        const level = outcome.column.levels[outcome.column.codes[child] as number];
        const headings = note.sections.map((each) => each.heading.toLowerCase());
        expect(headings).toContain(`${outcome.label}: ${level?.label}`.toLowerCase());
      }
    }
  });

  it("repeats no sentence within a section", () => {
    for (const [, note] of notes)
      for (const { lines } of note.sections) expect(new Set(lines).size).toBe(lines.length);
  });
});
