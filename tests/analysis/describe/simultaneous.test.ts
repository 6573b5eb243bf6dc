import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { frequencyTable } from "../../../analysis/describe/frequency-table.ts";
import { simultaneousIntervals } from "../../../analysis/describe/simultaneous.ts";
import { seededRandom } from "../../../analysis/random/random.ts";
import { categoricalColumn } from "../../../data-dictionary/table/column.ts";
import { dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";
import { runCli } from "../../support/run-cli.ts";

const { goodman } = JSON.parse(
  readFileSync(new URL("../../reference/two-variables.json", import.meta.url), "utf8"),
) as { goodman: { counts: number[]; low: number[]; high: number[] } };

const tableOf = (
  values: readonly (string | null)[],
  names: readonly string[],
  families = false,
) => {
  const column = categoricalColumn("a", values, {
    levels: names.map((value) => ({ value, label: value })),
  });
  return frequencyTable(
    dataset([column], {
      families: families ? familyIndex(values.map((_, row) => String(row >> 2))) : null,
    }),
    column,
  );
};
const repeated = (counts: readonly number[]): string[] =>
  counts.flatMap((count, place) => Array.from({ length: count }, () => `v${place}`));
const names = (size: number): string[] => Array.from({ length: size }, (_, place) => `v${place}`);

describe("intervals of all shares at once", () => {
  it("are Goodman's, as R gives them, with missing answers left out", () => {
    const values = [...repeated(goodman.counts), null, "-9"];
    const { rows, ciLevel } = simultaneousIntervals(tableOf(values, names(goodman.counts.length)));
    expect(ciLevel).toBe(0.95);
    rows.forEach((row, place) => {
      expect(Math.abs((row.ciLow as number) - (goodman.low[place] as number))).toBeLessThan(1e-12);
      expect(Math.abs((row.ciHigh as number) - (goodman.high[place] as number))).toBeLessThan(
        1e-12,
      );
      expect(row.familyCiLow).toBeNull();
    });
  });

  it("hold together in 95 of 100 samples, where single ones do not", () => {
    const random = seededRandom(4, "test:goodman");
    const truth = [0.45, 0.3, 0.15, 0.1];
    const [draws, n] = [1000, 138];
    const held = { together: 0, single: 0 };
    for (let draw = 0; draw < draws; draw++) {
      const counts = truth.map(() => 0);
      for (let row = 0; row < n; row++) {
        let left = random.next();
        let place = 0;
        while (place < 3 && left >= (truth[place] as number)) left -= truth[place++] as number;
        counts[place]! += 1;
      }
      const table = tableOf(repeated(counts), names(4));
      const within = (low: number | null, high: number | null, place: number): boolean =>
        (low as number) <= (truth[place] as number) && (truth[place] as number) <= (high as number);
      const { rows } = simultaneousIntervals(table);
      if (rows.every((row, place) => within(row.ciLow, row.ciHigh, place))) held.together++;
      if (table.rows.every((row, place) => within(row.ciLow, row.ciHigh, place))) held.single++;
    }
    expect(held.together / draws).toBeGreaterThan(0.94);
    expect(held.single / draws).toBeLessThan(0.9);
  });

  it("are wider where brothers and sisters are alike, and never narrower than a single one", () => {
    const values = Array.from({ length: 80 }, (_, row) => `v${(row >> 2) % 3}`);
    const table = tableOf(values, names(4), true);
    const { rows } = simultaneousIntervals(table);
    rows.forEach((row, place) => {
      const single = table.rows[place];
      expect(row.ciHigh as number).toBeGreaterThan(single?.ciHigh as number);
      if (single?.count === 0) return;
      expect((row.familyCiHigh as number) - (row.familyCiLow as number)).toBeGreaterThan(
        1.5 * ((row.ciHigh as number) - (row.ciLow as number)),
      );
    });
  });

  it("are null where nobody's answer is known", () => {
    const { rows } = simultaneousIntervals(tableOf([null, "-9"], names(2)));
    expect(rows[0]).toEqual({
      value: "v0",
      ciLow: null,
      ciHigh: null,
      familyCiLow: null,
      familyCiHigh: null,
    });
  });
});

describe("throughline describe --simultaneous", () => {
  const args = ["describe", "race", "--data", "births.csv", "--family", "family"];
  const folder = "tests/reference/reproduce";

  it("shows them beside the single ones, within 80 columns", async () => {
    const { code, out } = await runCli([...args, "--simultaneous"], folder);
    expect(code).toBe(0);
    expect(out).toContain("95% together");
    for (const line of out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
    expect(out).toMatchSnapshot();
  });

  it("gives them as JSON and CSV only when asked", async () => {
    const json = JSON.parse((await runCli([...args, "--simultaneous", "--json"], folder)).out);
    expect(json.sections[0].table.simultaneous).toMatchObject({ method: "goodman", ciLevel: 0.95 });
    expect(json.sections[0].table.simultaneous.rows.length).toBe(3);
    const plain = JSON.parse((await runCli([...args, "--json"], folder)).out);
    expect(plain.sections[0].table).not.toHaveProperty("simultaneous");
    const [header] = (await runCli([...args, "--simultaneous", "--csv"], folder)).out.split("\r\n");
    expect(header).toMatch(/families,together_ci_low,together_ci_high$/);
  });
});
