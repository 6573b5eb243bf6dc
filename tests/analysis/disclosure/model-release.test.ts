import { describe, expect, it } from "vitest";
import { earlierReleases, ledgerNumbers } from "../../../analysis/disclosure/ledger.ts";
import { planRelease, type ReleasePlan } from "../../../analysis/disclosure/plan-release.ts";
import { figureWords, modelFiguresCsv } from "../../../analysis/disclosure/release-csv.ts";
import { fitModel } from "../../../analysis/models/fit-model.ts";
import type { DerivedStudy } from "../../../analysis/outcomes/derive-study.ts";
import { seededRandom } from "../../../analysis/random/random.ts";
import { chooseProfile } from "../../../data-dictionary/disclosure/profile.ts";
import { categoricalColumn, numericColumn } from "../../../data-dictionary/table/column.ts";
import { type Dataset, dataset, familyIndex } from "../../../data-dictionary/table/dataset.ts";
import { profiles, solve } from "../../support/disclosure-attack.ts";

const strict = chooseProfile(profiles, "children-strict").profile;
const model = {
  model: "stable",
  with: ["age", "area", "months"],
  event: ["yes"],
  reference: { area: "n" },
};

/** Children of three ages in four areas, the last of them small; months is a number. */
function children(count: number, missing = 0): Dataset {
  const random = seededRandom(7, "model-release");
  const rows = Array.from({ length: count }, (_, i) => {
    const age = ["0-5", "6-12", "13+"][Math.floor(random.next() * 3)] as string;
    const area = i < 14 ? "small" : (["n", "e", "s"][Math.floor(random.next() * 3)] as string);
    const stable = random.next() < (age === "13+" ? 0.35 : 0.65) ? "yes" : "no";
    return { age, area, stable, months: i < missing ? null : Math.floor(random.next() * 60) };
  });
  return dataset(
    [
      categoricalColumn(
        "age",
        rows.map((row) => row.age),
      ),
      categoricalColumn(
        "area",
        rows.map((row) => row.area),
      ),
      categoricalColumn(
        "stable",
        rows.map((row) => row.stable),
      ),
      numericColumn(
        "months",
        rows.map((row) => row.months),
      ),
    ],
    { unit: "child", families: familyIndex(rows.map((_, i) => String(Math.floor(i / 1.3)))) },
  );
}

function planned(
  data: Dataset,
  plan: readonly unknown[],
  earlier?: Parameters<typeof planRelease>[1]["earlier"],
): ReleasePlan {
  const config = { plan, columns: { authority: "area" }, bands: {} };
  const derived = {
    children: data,
    families: data,
    outcomes: [],
    patterns: [],
    study: { config, codebook: { variables: [] }, tables: new Map() },
  } as unknown as DerivedStudy;
  return planRelease(derived, { profile: strict, solve, ...(earlier ? { earlier } : {}) });
}

describe("a model in a release", () => {
  const data = children(500);
  const plan = planned(data, [{ describe: ["stable", "age"] }, model]);

  it("gives the odds ratios of the fit where enough stand behind them, to two decimals", () => {
    const [own] = plan.models;
    const fit = fitModel(data, { outcome: "stable", with: model.with, event: ["yes"] });
    if ("refused" in fit) throw new Error(fit.reason);
    const shown = own?.figures.filter(({ estimate }) => estimate !== null) ?? [];
    expect(shown.length).toBeGreaterThanOrEqual(3);
    for (const { estimate } of shown) {
      const nearest = fit.coefficients.some(
        ({ oddsRatio }) =>
          Math.abs((oddsRatio ?? Number.NaN) - (estimate as number)) <= 0.005 + 1e-9,
      );
      expect(nearest).toBe(true);
    }
    expect(own?.n).toBe(500);
    expect(own?.df).toBe(500 - fit.coefficients.length);
    expect(plan.outputs.find(({ kind }) => kind === "model")?.status).toBe("released");
  });

  it("withholds the level that few have, and prints no count of the tables behind it", () => {
    const words = (at: number): string =>
      figureWords(plan.models[0]?.figures[at] as never, () => null);
    const figures = plan.models[0]?.figures ?? [];
    const small = figures.findIndex(({ level }) => level?.value === "small");
    const reference = figures.find(({ variable }) => variable === "area")?.against?.value;
    if (reference === "small") {
      const areas = figures.filter(({ variable }) => variable === "area");
      expect(areas.every(({ estimate }) => estimate === null)).toBe(true);
    } else {
      expect(words(small)).toContain("small");
      expect(figures[small]).toMatchObject({
        estimate: null,
        reason: "A count behind it is hidden.",
      });
    }
    const csv = modelFiguresCsv(plan.models[0] as never, "c", (variable) =>
      variable === "area" ? "Authority Z" : null,
    );
    expect(csv).toContain("Authority Z");
    expect(csv).not.toMatch(/area: (n|e|s|small)\b/);
    expect(plan.tables.map(({ id }) => id)).toEqual(["table-01", "table-02"]);
  });

  it("hides no more in the tables for a model's sake", () => {
    const alone = planned(data, [{ describe: ["stable", "age"] }]);
    expect(plan.protection.published.slice(0, alone.system.cells.length)).toEqual(
      alone.protection.published,
    );
  });

  it("remembers in the ledger what its coefficients gave away", () => {
    const numbers = ledgerNumbers(plan, (_, row) => row, data.rowCount);
    const given = numbers.filter(({ key }) => key.includes("stable yes=event"));
    expect(given.some(({ hidden }) => !hidden)).toBe(true);
    const release = { number: 1, dataVersion: 1, tables: plan.specs, numbers };
    const again = planned(data, [{ describe: ["stable"] }], earlierReleases([release], 1));
    expect(again.system.cells.some(({ exact }) => exact)).toBe(true);
  });

  it.each([
    ["few rows without a value", children(500, 4), model, /So few are left out/],
    ["few rows at some level", children(500, 12), model, /At some level so few are left out/],
    ["too few rows", children(20), model, /^(Too few|It cannot be fitted)/],
    ["interactions", data, { ...model, with: ["age*area"] }, /interactions/],
    [
      "authorities set against the first by name",
      data,
      { ...model, reference: {} },
      /against which/,
    ],
    ["a number as outcome", data, { model: "months", with: ["age"] }, /Only logistic models/],
  ])("leaves to a checker a model with %s", (_, rows, item, reason) => {
    const output = planned(rows, [item]).outputs.find(({ kind }) => kind === "model");
    expect(output?.status).toBe("review");
    expect(output?.reason).toMatch(reason);
    // What is printed in a pack names no level.
    expect(output?.reason).not.toMatch(/area: /);
  });

  it("gives adjusted shares as whole percentages, and never shrunken ones", () => {
    const compare = { compare: "stable", event: ["yes"], by: "area", adjust: ["age"] };
    const adjusted = planned(data, [compare]).models[0];
    const shown = adjusted?.figures.filter(({ estimate }) => estimate !== null) ?? [];
    expect(shown.length).toBeGreaterThanOrEqual(2);
    for (const { estimate } of shown) expect(Number.isInteger(estimate)).toBe(true);
    expect(JSON.stringify(adjusted)).not.toMatch(/shrunk|random/);
  });
});

describe("two models of almost the same children", () => {
  // The first 180 have no months; weeks are missing for one child more.
  const own = children(900, 180);
  const weeks = numericColumn(
    "weeks",
    Array.from({ length: 900 }, (_, row) => (row <= 180 ? null : row % 50)),
  );
  const data: Dataset = { ...own, columns: new Map([...own.columns, ["weeks", weeks]]) };
  const withMonths = { model: "stable", with: ["age", "months"], event: ["yes"] };
  const withWeeks = { model: "stable", with: ["age", "weeks"], event: ["yes"] };
  const shown = (plan: ReleasePlan, at: number): number =>
    plan.models[at]?.figures.filter(
      ({ variable, estimate }) => variable === "age" && estimate !== null,
    ).length ?? 0;

  it("are each released alone, but not both: their counts differ by one child", () => {
    expect(shown(planned(data, [withMonths]), 0)).toBe(2);
    expect(shown(planned(data, [withWeeks]), 0)).toBe(2);
    const both = planned(data, [withMonths, withWeeks]);
    expect([shown(both, 0), shown(both, 1)]).toEqual([2, 0]);
  });
});

describe("what a release does not know", () => {
  it("is withheld by name", () => {
    const { outputs } = planned(children(100), [{ agree: "all" }, { dance: "all" }]);
    expect(outputs.map(({ kind, status, reason }) => [kind, status, reason])).toEqual([
      [
        "unknown",
        "withheld",
        "Agreement between coders is not released: its tables are of single ratings.",
      ],
      [
        "unknown",
        "withheld",
        "A release does not know this kind of output, so it cannot protect it.",
      ],
    ]);
  });
});
