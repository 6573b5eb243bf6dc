import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { checkEpisodes } from "../../../../data-dictionary/checks/ssda903-rules.ts";
import { episodesByChild } from "../../../../data-dictionary/sources/ssda903/episode.ts";
import {
  defaultCounting,
  placementMeasures,
} from "../../../../data-dictionary/sources/ssda903/placement-measures.ts";
import { readReturns } from "../../../../data-dictionary/sources/ssda903/read-returns.ts";
import { readSsda903Study } from "../../../../data-dictionary/sources/ssda903/read-ssda903-study.ts";
import { repairEpisodes } from "../../../../data-dictionary/sources/ssda903/repair-episodes.ts";
import { parseStudy } from "../../../../data-dictionary/study/parse-study.ts";

const folder = "tests/fixtures/ssda903-five-years";
const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
const sources = names.map((path) => ({ path, bytes: readFileSync(`${folder}/${path}`) }));
const returns = readReturns(sources, { yearLabel: "start" });
const latest = repairEpisodes(returns.episodes, new Set(["latest-row-per-start"]));
const byChild = episodesByChild(latest.episodes);
const yaml = (more = ""): string =>
  `throughline: 1\ntitle: Returns\nsource: ssda903\nssda903:\n  folder: data\n  yearLabel: start\n${more}`;
const study = (more = "", files = sources) =>
  readSsda903Study(
    {
      list: () => files.map(({ path }) => path),
      read: (path) => files.find((each) => `data/${each.path}` === path)?.bytes ?? null,
    },
    parseStudy(yaml(more), "study.yaml"),
  );
const tally = (codes: readonly { readonly code: string }[], code: string): number =>
  codes.filter((each) => each.code === code).length;

describe("five years of returns", () => {
  it("accounts for every row", () => {
    expect(returns.reconciliation).toHaveLength(40);
    for (const each of returns.reconciliation) {
      expect(each.rowsIn).toBe(each.rowsUsed + each.rowsRefused + each.rowsBlank);
      expect(each.rowsRefused).toBe(0);
    }
    expect(returns.episodes).toHaveLength(3737);
    expect(latest.episodes).toHaveLength(2827);
    expect(latest.steps.find((each) => each.step === "latest-row-per-start")?.rows).toBe(910);
    expect(byChild.size).toBe(820);
  });

  it("finds the faults the returns are known to have", () => {
    const faults = checkEpisodes(returns);
    expect(tally(faults, "stale-open-episode")).toBe(24);
    expect(tally(faults, "spell-overlap")).toBe(40);
    expect(tally(faults, "spell-gap") + tally(faults, "between-periods")).toBe(30);
    expect(tally(faults, "begins-mid-care")).toBe(496);
    const open = faults.filter((each) => each.code === "open-with-reason");
    expect(open.filter((each) => each.file.startsWith("2017"))).toHaveLength(434);
    expect(faults.some((each) => each.column === "REVIEW")).toBe(true);
  });

  it("counts 3 or more placements as printed under the stated rule", () => {
    const counts = [2018, 2019, 2020, 2021, 2022].map((year) => {
      const [measure] = placementMeasures(byChild, year);
      return `${measure?.count}/${measure?.n}`;
    });
    expect(counts).toEqual(["90/463", "57/288", "27/181", "18/122", "9/75"]);
    const other = placementMeasures(byChild, 2018, new Map(), {
      ...defaultCounting,
      shortBreaks: "leave-out-latest",
    });
    expect(other[0]?.n).toBe(464);
  });

  it("gives each counting choice its effect", () => {
    const under = (choice: object): number =>
      placementMeasures(byChild, 2018, new Map(), { ...defaultCounting, ...choice })[0]
        ?.count as number;
    expect(under({ temporary: true })).toBeGreaterThanOrEqual(90);
    expect(under({ sameCarer: true })).toBeGreaterThan(90);
    expect(under({ adoptionByFosterCarer: false })).toBeLessThan(90);
    expect(under({ heldOnFirstDay: false })).toBeLessThan(90);
  });

  it("makes children, placements, events and measures of them", () => {
    const read = study();
    expect(read.tables.get("children")?.rowCount).toBe(820);
    expect(read.steps.map(({ step, rows }) => `${step} ${rows}`)).toMatchSnapshot();
    expect(
      read.measures
        .filter((each) => !each.label.includes("switched"))
        .map((each) => `${each.name}, ${each.period}: ${each.count}/${each.n}`),
    ).toMatchSnapshot();
    const rec = latest.episodes.filter((each) => each.end !== null && each.rec === "E4A").length;
    expect(read.measures.find((each) => each.name === "returns_home_planned")?.count).toBe(rec);
    for (const table of read.tables.values()) {
      for (const name of ["UPN", "HOME_POST", "PL_POST"])
        expect(table.columns.has(name)).toBe(false);
    }
  });

  it("changes nothing when repairs are switched off", () => {
    const none = repairEpisodes(returns.episodes, new Set());
    expect(none.episodes).toHaveLength(3737);
    expect(none.steps.every((each) => !each.applied)).toBe(true);
  });

  it("reads the pooled layout with ISO dates to the same result", () => {
    const iso = (text: string): string => text.replace(/(\d\d)\/(\d\d)\/(\d{4})/g, "$3-$2-$1");
    const tables = [...new Set(names.map((name) => name.slice(5)))];
    const pooled = tables.map((table) => {
      const lines: string[] = [];
      for (const name of names.filter((each) => each.endsWith(`-${table}`)).sort()) {
        const text = iso(readFileSync(`${folder}/${name}`, "utf8"))
          .trim()
          .split(/\r?\n/);
        if (lines.length === 0) lines.push(`LA,YEAR,${text[0]}`);
        lines.push(...text.slice(1).map((line) => `,${name.slice(0, 4)},${line}`));
      }
      return { path: table, bytes: Buffer.from(lines.join("\n")) };
    });
    const single = study();
    const other = study("", pooled);
    expect(other.measures).toEqual(single.measures);
    for (const table of ["children", "placements", "events"]) {
      // The same but for where each row stands.
      const [one, two] = [single, other].map((each) => ({
        ...each.tables.get(table),
        records: undefined,
      }));
      expect(isDeepStrictEqual(two, one), table).toBe(true);
    }
  });

  it("refuses a repair or a choice it does not know", () => {
    expect(() => study("  repairs: [trim-overlaps]\n")).toThrow("trim-overlaps");
    expect(() => study("  counting: { temprary: true }\n")).toThrow("temprary");
  });

  it("accepts codes by year", () => {
    const header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1,M,01/02/2010,WBRI,,,\n";
    const read = (year: number) =>
      readReturns([{ path: `${year}/header.csv`, bytes: Buffer.from(header) }], {
        yearLabel: "end",
      }).faults.map((each) => each.code);
    expect(read(2025)).toEqual([]);
    expect(read(2024)).toEqual(["code-of-other-years"]);
  });
});
