import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  parseFigure,
  sumOfFigures,
  symbolMeanings,
  writeFigure,
} from "../../../../data-dictionary/sources/published/figure.ts";
import {
  authorityIn,
  readPublished,
  regionsWithoutOverlap,
} from "../../../../data-dictionary/sources/published/read-published.ts";
import { readNeighbours } from "../../../../data-dictionary/sources/published/statistical-neighbours.ts";

const folder = "tests/fixtures/dfe-local-authorities";
const read = (file: string) => readPublished(readFileSync(`${folder}/${file}`), file);
const neighbours = (file: string) => readNeighbours(readFileSync(`${folder}/${file}`), { file });

describe("published tables", () => {
  const stability = read("la_cla_placement_stability.csv");

  it("reads the stability file with its byte-order mark, filters and indicators", () => {
    expect(stability.rows.length).toBe(5010);
    expect(stability.times).toEqual(["2021", "2022", "2023", "2024", "2025"]);
    expect(stability.filters).toEqual(["cla_group", "placement_stability"]);
    expect(stability.indicators).toEqual(["children_count", "children_percent"]);
  });

  it("reads files with the columns in another order", () => {
    const plans = read("d3_cpps_subsequent_plan_2013_to_2025.csv");
    expect(plans.rows.length).toBe(2132);
    expect(plans.indicators).toEqual(["CPP_start", "CPP_subsequent", "CPP_subsequent_percent"]);
    expect(authorityIn(plans, "Leeds").oldCode).toBe("383");
    expect(authorityIn(stability, "leeds").oldCode).toBe("383");
  });

  it.each([
    "la_cla_placement_stability.csv",
    "cla_number_and_rate_per_10k_children.csv",
    "d3_cpps_subsequent_plan_2013_to_2025.csv",
    "la_cla_swcount.csv",
  ])("gives every cell of %s back as it came", (file) => {
    const table = read(file);
    const lines = readFileSync(`${folder}/${file}`, "utf8").split("\n");
    let symbols = 0;
    for (const row of table.rows) {
      for (const name of table.indicators) {
        const figure = row.figures[name];
        if (figure === undefined) throw new Error("missing indicator");
        if (figure.kind === "symbol") symbols++;
        expect(parseFigure(writeFigure(figure))).toEqual(figure);
        if (figure.kind === "number" && !lines[row.line - 1]?.includes(figure.text)) {
          throw new Error(`line ${row.line} does not hold ${figure.text}`);
        }
      }
    }
    expect(symbols).toBeGreaterThan(0);
  });

  it("never lets a symbol into a sum", () => {
    for (const symbol of Object.keys(symbolMeanings)) {
      const figure = parseFigure(symbol);
      expect(figure?.kind).toBe("symbol");
      expect(figure).not.toHaveProperty("value");
      expect(() =>
        sumOfFigures([{ kind: "number", value: 1, text: "1" }, figure ?? { kind: "blank" }]),
      ).toThrow(/numbers only/);
    }
    expect(() => sumOfFigures([{ kind: "blank" }])).toThrow(/blank cell/);
  });

  it("does not count London twice", () => {
    const names = [
      ...new Set(
        stability.rows.filter((row) => row.place.level === "regional").map((row) => row.place.name),
      ),
    ];
    expect(names).toContain("Inner London");
    expect(regionsWithoutOverlap(names)).toHaveLength(9);
    expect(regionsWithoutOverlap(names)).not.toContain("Outer London");
  });

  it("names the nearest authority when there is none of that name", () => {
    expect(() => authorityIn(stability, "Leedz")).toThrow(
      expect.objectContaining({ code: "unknown-authority", hint: "Did you mean Leeds?" }),
    );
  });

  it("refuses a file that is no published table", () => {
    expect(() => readPublished(new TextEncoder().encode("a,b\n1,2\n"), "x.csv")).toThrow(
      "x.csv must have the columns time_period, geographic_level, la_name, but has no time_period and no geographic_level and no la_name.",
    );
  });
});

describe("statistical neighbours", () => {
  it("reads the model of 2025, without the spaces after closeness", () => {
    const model = neighbours("sn_model_2025_wide.csv");
    expect(model.version).toBe("2025");
    expect(model.groups.length).toBe(153);
    const links = model.groups.flatMap((group) => group.neighbours);
    expect(links.length).toBe(1530);
    const count: Record<string, number> = {};
    for (const { closeness } of links) count[closeness] = (count[closeness] ?? 0) + 1;
    expect(count).toEqual({
      "Extremely close": 12,
      "Very close": 820,
      Close: 513,
      "Somewhat close": 136,
      "Not close": 49,
    });
    const oneWay = model.groups.flatMap((group) =>
      group.neighbours.filter(
        ({ code }) =>
          !model.byCode.get(code)?.neighbours.some((other) => other.code === group.code),
      ),
    );
    expect(oneWay.length).toBe(592);
    const named = new Set(links.map(({ code }) => code));
    expect(
      model.groups
        .filter(({ code }) => !named.has(code))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["Calderdale", "City of London", "Isles of Scilly", "Rutland"]);
  });

  it("reads the model of April 2021, old authorities marked", () => {
    const model = neighbours("New_Statistical_Neighbour_Groupings_April_2021.csv");
    expect(model.version).toBe("April 2021");
    expect(model.groups.filter((group) => group.current).length).toBe(152);
    expect(model.groups.filter((group) => !group.current).map(({ name }) => name)).toEqual([
      "Dorset (Pre LG)",
      "Poole (Pre LG)",
      "Bournemouth (Pre LG)",
      "Northamptonshire",
    ]);
    expect(model.groups.every((group) => group.neighbours.length === 10)).toBe(true);
    expect(model.byCode.get("202")?.neighbours[0]).toEqual({
      code: "213",
      name: "Westminster",
      closeness: "Very close",
    });
  });
});
