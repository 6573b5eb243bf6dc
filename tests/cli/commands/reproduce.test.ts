import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ItemAgreement } from "../../../analysis/agreement/agree-items.ts";
import type { Association, AssociationScreen } from "../../../analysis/association/association.ts";
import type { ModelResult } from "../../../analysis/models/model-result.ts";
import { reproduceCases } from "../../support/reproduce-cases.ts";
import { runCli } from "../../support/run-cli.ts";

interface Printed {
  readonly predictor: string;
  readonly method: string;
  readonly what: "p" | "estimate";
  readonly values: readonly number[];
}
interface Evaluated {
  readonly line: string;
  readonly values: readonly (readonly number[])[];
}
/** What R and PSPP gave for the very code that is printed: tests/reference/reproduce.R. */
const reference = JSON.parse(
  readFileSync(new URL("../../reference/reproduce.json", import.meta.url), "utf8"),
) as {
  cases: Record<
    string,
    {
      r?: { code: string; results: (Printed | Evaluated)[] };
      spss?: { code: string; status: number; errors: string[]; output: string[] };
    }
  >;
};
const folder = "tests/reference/reproduce";
const near = (found: unknown, expected: number, tolerance: number, where: string): void => {
  expect(typeof found, where).toBe("number");
  expect(
    Math.abs((found as number) - expected),
    `${where}: ${found}, and R or PSPP has ${expected}`,
  ).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(expected), 1e-12));
};
async function ours<T>(args: readonly string[]): Promise<T> {
  const { code, out, err } = await runCli([...args, "--json"], folder);
  expect(code, err).toBe(0);
  return JSON.parse(out) as T;
}

/** Lines that R and SPSS pass over, such as why a test was chosen, may be worded anew. */
const withoutRemarks = (code: string): string =>
  code
    .split("\n")
    .filter((line) => !/^[#*]/.test(line))
    .join("\n");

describe.each(reproduceCases)("--reproduce: $name", ({ name, args, languages }) => {
  it.each([...languages])("prints the %s code that was run", async (language) => {
    const { out, code } = await runCli([...args, "--reproduce", language], folder);
    expect(code).toBe(0);
    expect(withoutRemarks(out)).toBe(withoutRemarks(reference.cases[name]?.[language]?.code ?? ""));
  });
});

it("says that tests over strata are not in the code", async () => {
  const args = ["associate", "low", "--data", "births.csv", "--with", "smoke", "--by", "race"];
  const { out, err } = await runCli([...args, "--reproduce", "r"], folder);
  expect(err).toContain("tests over the groups of --by are not in it");
  expect(out).toContain('say("smoke", "pearson"');
});

const named = (prefix: string) => reproduceCases.filter(({ name }) => name.startsWith(prefix));
/** R works these out less exactly, or by chance, or by another approximation of the same. */
const rough: Readonly<Record<string, number>> = {
  "odds-ratio-exact": 5e-3,
  "rao-scott": 1e-8,
  "family-wald-means": 1e-8,
  "cramers-v": 1e-7,
  "epsilon-squared": 1e-7,
  fisher: 1e-7,
  "fisher-mid-p": 1e-6,
  "freeman-halton": 1e-6,
  "signed-rank-exact": 1e-8,
};
const byChance = (method: string): boolean => /family-permutation|monte-carlo/.test(method);

describe.each([...named("associate"), ...named("change")])("R has our numbers: $name", (own) => {
  it("for each test and effect", async () => {
    const r = reference.cases[own.name]?.r;
    const rows = (r?.results ?? []) as Printed[];
    expect(rows.length).toBeGreaterThan(0);
    const screen = await ours<AssociationScreen>(own.args);
    const fresh = await runCli([...own.args, "--reproduce", "r"], folder);
    const remarks = fresh.out.split("\n# ").slice(1);
    for (const result of screen.results) {
      const mine = rows.filter((row) => row.predictor === result.predictor);
      compareTests(result, mine);
      compareEffects(result, mine);
      // Whatever is not in R is said to be missing.
      const remark = remarks.find((text) => text.startsWith(`${result.predictor}:`)) ?? "";
      const after = remarks[remarks.indexOf(remark) + 1] ?? "";
      const left = [...result.tests, ...result.effects].filter(
        (each) =>
          !("refused" in each) && !mine.some((row) => row.method.split(" ")[0] === each.method),
      );
      for (const each of left) expect(after, each.method).toContain(each.method);
    }
  });
});

function compareTests(result: Association, rows: readonly Printed[]): void {
  for (const row of rows.filter(({ what }) => what === "p")) {
    const test = result.tests.find((each) => each.method === row.method);
    if (test === undefined || "refused" in test) throw new Error(`${row.method} is not ours`);
    const [p] = row.values as [number];
    const where = `${result.predictor} ${row.method}`;
    if (byChance(row.method)) {
      // Two shares of some hundreds of arrangements each.
      const error = Math.sqrt((p * (1 - p)) / (test.replications ?? 400)) + 1 / 400;
      expect(Math.abs(test.pValue - p), where).toBeLessThan(5 * error);
    } else near(test.pValue, p, rough[row.method] ?? 1e-9, where);
  }
}

function compareEffects(result: Association, rows: readonly Printed[]): void {
  for (const row of rows.filter(({ what }) => what === "estimate")) {
    const [method = "", ...group] = row.method.split(" ");
    const effect = result.effects.find(
      (each) =>
        each.method === method &&
        (group.length === 0 || `${each.group} against ${each.against}` === group.join(" ")),
    );
    if (effect === undefined || "refused" in effect) throw new Error(`${row.method} is not ours`);
    const where = `${result.predictor} ${row.method}`;
    const [estimate, low, high] = row.values as [number, number?, number?];
    near(effect.estimate, estimate, rough[method] ?? 1e-9, where);
    if (low !== undefined) near(effect.ciLow, low, rough[method] ?? 1e-8, `${where} low`);
    if (high !== undefined) near(effect.ciHigh, high, rough[method] ?? 1e-8, `${where} high`);
  }
}

describe.each(named("model"))("R has our numbers: $name", ({ name, args }) => {
  it("for each coefficient", async () => {
    const lines = (reference.cases[name]?.r?.results ?? []) as Evaluated[];
    const model = await ours<ModelResult>(args);
    const rows = model.coefficients;
    const table = (start: string): readonly (readonly number[])[] | undefined =>
      lines.find(({ line }) => line.startsWith(start))?.values;
    const summary = table("summary(m)");
    if (summary === undefined) throw new Error("no summary");
    // Fits agree to 1e-6 of their own error.
    const fits = (found: number, expected: number, error: number, where: string): void =>
      expect(Math.abs(found - expected), where).toBeLessThan(2e-6 * error);
    if (model.kind === "multinomial") {
      const half = summary.length / 2;
      const flat = [0, 1].map((part) => summary.slice(part * half, (part + 1) * half).flat());
      rows.forEach((row, place) => {
        const error = flat[1]?.[place] as number;
        // nnet stops earlier than we do.
        expect(Math.abs(row.estimate - (flat[0]?.[place] as number))).toBeLessThan(1e-3 * error);
        near(row.naive.standardError, error, 1e-3, row.name);
      });
      return;
    }
    // R has the thresholds first.
    const thresholds = model.kind === "ordinal" ? model.outcomeLevels.length - 1 : 0;
    const inOurOrder = [...summary.slice(thresholds), ...summary.slice(0, thresholds)];
    expect(inOurOrder.length).toBe(rows.length);
    rows.forEach((row, place) => {
      const [estimate, error] = inOurOrder[place] as [number, number];
      fits(row.estimate, estimate, error, row.name);
      near(row.naive.standardError, error, model.firth ? 1e-5 : 1e-6, row.name);
    });
    table("confint")?.forEach(([low, high], place) => {
      const row = rows[place];
      // R reads its limits off a spline through the profile.
      fits(row?.ciLow as number, low as number, 500 * (row?.standardError ?? 0), "low");
      fits(row?.ciHigh as number, high as number, 500 * (row?.standardError ?? 0), "high");
    });
    table("clubSandwich")?.forEach(([estimate, error, df, p], place) => {
      const row = rows[place];
      fits(row?.estimate as number, estimate as number, error as number, "estimate");
      near(row?.standardError, error as number, 1e-6, `${row?.name} CR2`);
      near(row?.df, df as number, 1e-5, `${row?.name} df`);
      near(row?.pValue, p as number, 1e-5, `${row?.name} p`);
    });
    const gee = table("summary(geepack");
    if (gee !== undefined) {
      const own = model.diagnostics.gee;
      if (own === null || "refused" in own) throw new Error("no GEE");
      gee.forEach(([estimate, error], place) => {
        fits(
          own.coefficients[place]?.estimate as number,
          estimate as number,
          500 * (error as number),
          "GEE",
        );
        near(own.coefficients[place]?.standardError, error as number, 1e-6, "GEE");
      });
    }
    const mixed = table("summary(lme4");
    if (mixed !== undefined) {
      const own = model.diagnostics.random;
      if (own === null || "refused" in own) throw new Error("no random intercept");
      mixed.slice(0, -1).forEach(([estimate, error], place) => {
        fits(
          own.coefficients[place]?.estimate as number,
          estimate as number,
          2000 * (error as number),
          "mixed",
        );
      });
    }
  });
});

describe.each(named("agree"))("R has our numbers: $name", ({ name, args }) => {
  it("for each pair of coders, and all of them", async () => {
    const lines = (reference.cases[name]?.r?.results ?? []) as Evaluated[];
    const { results } = await ours<{ results: ItemAgreement[] }>(args);
    const [item] = results as [ItemAgreement];
    let measures = item.measures;
    let pair = -1;
    const of = (method: string, weights: string | null = null) => {
      const found = measures.find((each) => each.method === method && each.weights === weights);
      if (found === undefined || "refused" in found) throw new Error(`no ${method}`);
      return found;
    };
    for (const { line, values } of lines) {
      const [first = []] = values;
      if (line.startsWith("sum(diag(m))/sum(m)")) {
        pair++;
        measures = item.pairs.length > 1 ? (item.pairs[pair]?.measures ?? []) : item.measures;
        near(of("percent-agreement").estimate, first[0] as number, 1e-10, line);
      } else if (line.startsWith("prop.test")) {
        near(of("percent-agreement").ciLow, first[0] as number, 1e-10, line);
        near(of("percent-agreement").ciHigh, first[1] as number, 1e-10, line);
      } else if (line.startsWith("vcd::Kappa")) {
        const kind = line.includes("Fleiss-Cohen") ? "quadratic" : "linear";
        near(of("cohen-kappa").estimate, first[0] as number, 1e-10, line);
        near(of("cohen-kappa").standardError, first[1] as number, 1e-10, line);
        if (item.scale === "nominal") continue;
        near(of("weighted-kappa", kind).estimate, values[1]?.[0] as number, 1e-10, line);
        near(of("weighted-kappa", kind).standardError, values[1]?.[1] as number, 1e-10, line);
      } else if (line.startsWith("psych::cohen.kappa")) {
        near(of("weighted-kappa", "quadratic").estimate, first[1] as number, 1e-10, line);
      } else if (line.startsWith("psych::ICC")) {
        near(of("icc-2-1").estimate, first[0] as number, 1e-9, line);
        near(of("icc-2-1").ciLow, first[1] as number, 1e-8, line);
        near(of("icc-2-1").ciHigh, first[2] as number, 1e-8, line);
      } else if (line.startsWith("1 - (sum(k)")) {
        near(of("krippendorff-alpha", item.scale).estimate, first[0] as number, 1e-10, line);
      } else if (line === "po") {
        measures = item.measures;
        near(of("percent-agreement").estimate, first[0] as number, 1e-10, line);
      } else if (line.includes("sum(p^2)")) {
        near(of("fleiss-kappa").estimate, first[0] as number, 1e-10, line);
      } else {
        near(of("gwet-ac1").estimate, first[0] as number, 1e-10, line);
      }
    }
    expect(pair + 1).toBe(item.pairs.length);
  });
});

/** The numbers behind a label in each line of PSPP's tables that has it, in the order of the tables. */
function linesOf(output: readonly string[], label: string): number[][] {
  return output.flatMap((line) => {
    const cells = line.split(",");
    const at = cells.indexOf(label);
    if (at < 0) return [];
    return [cells.slice(at + 1).flatMap((cell) => (/^-?[\d.]+$/.test(cell) ? [Number(cell)] : []))];
  });
}
const pspp = (name: string): readonly string[] => reference.cases[name]?.spss?.output ?? [];
/** PSPP prints ten decimals. */
const printed = (found: unknown, expected: number | undefined, where: string): void => {
  expect(Math.abs((found as number) - (expected as number)), where).toBeLessThan(2e-9);
};
const testOf = (result: Association | undefined, method: string) => {
  const test = result?.tests.find((each) => each.method === method);
  if (test === undefined || "refused" in test) throw new Error(`no ${method}`);
  return test;
};
const effectOf = (result: Association | undefined, method: string) => {
  const effect = result?.effects.find((each) => each.method === method);
  if (effect === undefined || "refused" in effect) throw new Error(`no ${method}`);
  return effect;
};
const argsOf = (name: string): readonly string[] =>
  reproduceCases.find((each) => each.name === name)?.args ?? [];

describe("PSPP has our numbers from the SPSS syntax", () => {
  it("and takes all of it but Spearman's correlation, which it does not know", () => {
    for (const [name, { spss }] of Object.entries(reference.cases)) {
      if (spss === undefined) continue;
      expect(spss.output.length, name).toBeGreaterThan(0);
      for (const error of spss.errors) expect(error, name).toContain("NONPAR CORR");
    }
  });

  it.each(["associate-tables", "associate-ordered", "associate-counts"])(
    "CROSSTABS: %s",
    async (name) => {
      const output = pspp(name);
      const { results } = await ours<AssociationScreen>(argsOf(name));
      const tables = results.filter(({ table }) => table !== null);
      expect(linesOf(output, "Pearson Chi-Square").length).toBe(tables.length);
      tables.forEach((result, place) => {
        const line = (label: string) => linesOf(output, label)[place]?.[0];
        printed(testOf(result, "pearson").statistic, line("Pearson Chi-Square"), name);
        printed(testOf(result, "likelihood-ratio").statistic, line("Likelihood Ratio"), name);
        printed(effectOf(result, "cramers-v").estimate, line("Cramer's V"), name);
        const trend = result.tests.some(({ method }) => method === "linear-by-linear");
        if (!trend) return;
        printed(
          testOf(result, "linear-by-linear").statistic,
          line("Linear-by-Linear Association"),
          name,
        );
        printed(effectOf(result, "tau-b").estimate, line("Kendall's tau-b"), name);
        printed(effectOf(result, "gamma").estimate, line("Gamma"), name);
        printed(
          effectOf(result, "gamma").standardError,
          linesOf(output, "Gamma")[place]?.[1],
          name,
        );
      });
    },
  );

  it("CROSSTABS: the continuity correction and Fisher's test", async () => {
    const { results } = await ours<AssociationScreen>(argsOf("associate-tables"));
    const two = results.filter(({ tests }) => tests.some(({ method }) => method === "fisher"));
    expect(two.length).toBe(2);
    two.forEach((result, place) => {
      const output = pspp("associate-tables");
      const [corrected] = linesOf(output, "Continuity Correction")[place] ?? [];
      printed(testOf(result, "pearson-yates").statistic, corrected, "Yates");
      const [fisher] = linesOf(output, "Fisher's Exact Test")[place] ?? [];
      expect(testOf(result, "fisher").pValue).toBeCloseTo(fisher as number, 3);
    });
  });

  it("NPAR TESTS, T-TEST and ONEWAY", async () => {
    const { results } = await ours<AssociationScreen>(argsOf("associate-numbers"));
    const output = pspp("associate-numbers");
    const by = (name: string) => results.find(({ predictor }) => predictor === name);
    const squares = linesOf(output, "Chi-Square").map(([value]) => value);
    printed(testOf(by("race"), "kruskal-wallis").statistic, squares[0], "Kruskal–Wallis");
    printed(testOf(by("visits"), "kruskal-wallis").statistic, squares[1], "Kruskal–Wallis");
    const between = linesOf(output, "Between Groups");
    printed(testOf(by("race"), "anova").statistic, between[0]?.[3], "ANOVA");
    printed(testOf(by("visits"), "anova").statistic, between[1]?.[3], "ANOVA");
    const welch = linesOf(output, "Equal variances not assumed")[0] ?? [];
    printed(Math.abs(testOf(by("smoke"), "welch-t").statistic as number), welch[0], "Welch");
    printed(testOf(by("smoke"), "welch-t").df, welch[1], "Welch df");
    expect(Math.abs(effectOf(by("smoke"), "mean-difference").estimate)).toBeCloseTo(
      welch[3] as number,
      8,
    );
  });

  it("NPAR TESTS of before and after", async () => {
    const levels = await ours<AssociationScreen>(argsOf("change-levels"));
    const z = linesOf(pspp("change-levels"), "Z")[0]?.[0] as number;
    // Our statistic is the sum of ranks; PSPP's z has no correction for continuity, ours has R's.
    const [falls, rises] = ["Negative Ranks", "Positive Ranks"].map(
      (label) => linesOf(pspp("change-levels"), label)[0]?.[2] as number,
    ) as [number, number];
    const { statistic } = testOf(levels.results[0], "signed-rank-exact");
    expect([falls, rises]).toContain(statistic);
    expect(Math.sign(z)).toBe(-1);
    const change = await ours<AssociationScreen>(argsOf("change-yes-no"));
    const [exact] = linesOf(pspp("change-yes-no"), "at_home_before_n & at_home_after_n").filter(
      (own) => own.length > 2,
    );
    expect(testOf(change.results[0], "mcnemar-exact").pValue).toBeCloseTo(exact?.[1] as number, 3);
  });

  it.each(["model-logistic", "model-counts"])("LOGISTIC REGRESSION: %s", async (name) => {
    const { coefficients } = await ours<ModelResult>(argsOf(name));
    const output = pspp(name);
    for (const row of coefficients) {
      const label =
        row.name === "(Intercept)"
          ? "Constant"
          : row.name.replaceAll(": ", " ").replaceAll(" × ", " by ");
      const [estimate, error] = linesOf(output, label)[0] as [number, number];
      near(row.estimate, estimate, 1e-6, label);
      near(row.standardError, error, 1e-6, label);
    }
  });

  it("REGRESSION", async () => {
    const { coefficients } = await ours<ModelResult>(argsOf("model-linear"));
    for (const row of coefficients) {
      const label = row.name === "(Intercept)" ? "(Constant)" : row.name.replaceAll(": ", " ");
      const [estimate, error] = linesOf(pspp("model-linear"), label)[0] as [number, number];
      near(row.estimate, estimate, 1e-9, label);
      near(row.standardError, error, 1e-9, label);
    }
  });

  it.each(["agree-names", "agree-ordered"])("CROSSTABS /KAPPA: %s", async (name) => {
    const { results } = await ours<{ results: ItemAgreement[] }>(argsOf(name));
    const kappa = results[0]?.measures.find(({ method }) => method === "cohen-kappa");
    if (kappa === undefined || "refused" in kappa) throw new Error("no kappa");
    printed(kappa.estimate, linesOf(pspp(name), "Kappa")[0]?.[0], name);
  });
});
