import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { comparePublished } from "../../../analysis/authorities/compare-published.ts";
import { publishedSentences } from "../../../analysis/authorities/other-sentences.ts";
import { publishedMeasure } from "../../../analysis/authorities/published-measure.ts";
import {
  type PublishedTable,
  readPublished,
} from "../../../data-dictionary/sources/published/read-published.ts";
import { readNeighbours } from "../../../data-dictionary/sources/published/statistical-neighbours.ts";

const folder = "tests/fixtures/dfe-local-authorities";
const read = (file: string): PublishedTable =>
  readPublished(readFileSync(`${folder}/${file}`), file);
const stability = read("la_cla_placement_stability.csv");
const neighbours = readNeighbours(readFileSync(`${folder}/sn_model_2025_wide.csv`), {
  file: "sn_model_2025_wide.csv",
});
const inYear = "3 or more placements during the year";

describe("published placement stability", () => {
  it.each([
    ["2025", inYear, 150, 0.103935, [43, 19], [18, 3]],
    ["2025", "same carer", 150, 0.685483, [34, 11], [19, 3]],
    ["2025", "previous 2 years", 150, 0.225686, [43, 21], [20, 1]],
    ["2024", inYear, 149, 0.106169, [50, 18], [16, 2]],
    ["2023", inYear, 148, 0.10576, [53, 28], [16, 2]],
  ] as const)("%s %s", (year, measure, k, p, before, after) => {
    const { funnel } = comparePublished(stability, { measure, year, overdispersion: true });
    expect(funnel.n).toBe(k);
    expect(funnel.target).toBeCloseTo(p, 6);
    expect([funnel.outsideBefore?.outside95, funnel.outsideBefore?.outside998]).toEqual(before);
    expect([funnel.outside95, funnel.outside998]).toEqual(after);
  });

  it("keeps symbols as reasons, never as numbers", () => {
    const result = comparePublished(stability, { measure: inYear, year: "2025" });
    const reasons = new Map(result.notShown.map(({ name, reason }) => [name, reason]));
    expect(reasons.get("Rutland")).toBe("c (confidential: too few children to publish)");
    expect(reasons.get("Cumbria")).toBe("z (not applicable)");
    expect(result.funnel.points.some(({ name }) => reasons.has(name))).toBe(false);
    expect(result.funnel.points.every(({ events, n }) => events >= 0 && events <= n)).toBe(true);
  });

  it("sets an authority beside its neighbours, their median, its region and England", () => {
    const { chosen } = comparePublished(stability, {
      measure: inYear,
      year: "2025",
      authority: "stoke-on-trent",
      neighbours,
    });
    expect(chosen?.neighbours).toHaveLength(10);
    expect(chosen?.neighbourVersion).toBe("2025");
    const known = (chosen?.neighbours ?? [])
      .flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
      .sort((a, b) => a - b);
    const middle = known.length / 2;
    const median =
      known.length % 2 === 0
        ? ((known[middle - 1] as number) + (known[middle] as number)) / 2
        : known[Math.floor(middle)];
    expect(chosen?.neighbourMedian).toBeCloseTo(median as number, 12);
    expect(chosen?.region?.name).toBe("West Midlands");
    expect(chosen?.england?.name).toBe("England");
    expect(chosen?.years?.points.map(({ time }) => time)).toEqual([
      "2021",
      "2022",
      "2023",
      "2024",
      "2025",
    ]);
    expect(chosen?.againstNeighbours?.method).toBe("newcombe");
  });

  it("says what it found in words", () => {
    const options = { measure: inYear, year: "2025", neighbours, overdispersion: true };
    const words = (authority: string) =>
      publishedSentences(comparePublished(stability, { ...options, authority }));
    expect(words("Somerset")).toMatchSnapshot();
    expect(words("Rutland").at(-1)).toBe(
      "Rutland has no figure in 2025: c (confidential: too few children to publish).",
    );
  });

  it("knows an authority only in the years in which it exists", () => {
    const { chosen } = comparePublished(stability, { measure: inYear, authority: "Cumberland" });
    expect(chosen?.years?.points.length).toBeLessThan(5);
    expect(chosen?.yearsNotShown.map(({ reason }) => reason)).toContain("z (not applicable)");
    expect(() =>
      comparePublished(stability, { measure: inYear, authority: "Cumbria", neighbours }),
    ).toThrow("lists no neighbours of Cumbria (version 2025)");
  });

  it("gives rates per 10,000 from a population column", () => {
    const { kind, funnel, chosen } = comparePublished(
      read("cla_number_and_rate_per_10k_children.csv"),
      {
        group: ["31 March"],
        events: "children_count",
        n: "population_estimate",
        per: 10_000,
        authority: "Bury",
      },
    );
    expect(kind).toBe("rate");
    // 368 of 44,768 children, as published to the whole number: 82.
    expect(chosen?.own.estimate).toBeCloseTo((368 / 44_768) * 10_000, 9);
    expect(chosen?.years?.method).toBe("u-chart-exact-limits");
    expect(funnel.per).toBe(10_000);
  });

  it("takes one group for each filter, and finds the measure among them by its Total", () => {
    // Rows in the shape of la_cla_school_moves.csv.
    const rows = ["CLA 2 years on 31 March", "CLA on 31 March"].flatMap((group) =>
      (["Any moves", "Mid-year moves"] as const).flatMap((move) => {
        const words = move === "Any moves" ? "moves" : "mid-year moves";
        return [
          `${group},${move},Total children,90,100`,
          `${group},${move},With one or more ${words} during the previous 2 years,30,33`,
        ];
      }),
    );
    const header =
      "time_period,geographic_level,region_code,region_name,old_la_code,la_name,new_la_code,cla_group,move_measure,school_stability,number,percentage";
    const text = `${[header, ...rows.map((row) => `2024,Local authority,E1,North,301,Ayton,E0001,${row}`)].join("\n")}\n`;
    const moves = readPublished(new TextEncoder().encode(text), "moves.csv");
    const found = publishedMeasure(moves, { group: ["CLA 2 years", "Mid-year"] });
    expect(found.measure).toBe("With one or more mid-year moves during the previous 2 years");
    expect(found.denominator).toBe("Total children");
    expect(found.filters).toEqual({
      cla_group: "CLA 2 years on 31 March",
      move_measure: "Mid-year moves",
    });
    expect(() => publishedMeasure(moves, { group: ["CLA 2 years"] })).toThrow(
      /2 values of move_measure/,
    );
    expect(() => publishedMeasure(read("la_cla_swcount.csv"), {})).toThrow(/2 values/);
  });

  it("finds measures by a part of their name, and says which there are", () => {
    expect(publishedMeasure(stability, { measure: "SAME CARER" }).measure).toBe(
      "Living with the same carer for at least 2 years",
    );
    const messages = [
      { measure: "placements" },
      { measure: "sam carer" },
      {},
      { measure: inYear, events: "childrencount" },
    ].map((options) => {
      try {
        publishedMeasure(stability, options);
        return "found";
      } catch (error) {
        const { message, hint } = error as Error & { hint: string };
        return `${message} ${hint}`;
      }
    });
    expect(messages).toMatchSnapshot();
    expect(() => comparePublished(stability, { measure: inYear, year: "2019" })).toThrow(
      "has no year 2019",
    );
    expect(() => comparePublished(stability, { measure: inYear, authority: "Sommerset" })).toThrow(
      "no authority named Sommerset",
    );
  });
});
