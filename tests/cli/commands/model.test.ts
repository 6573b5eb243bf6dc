import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import reference from "../../reference/models.json" with { type: "json" };
import { runCli } from "../../support/run-cli.ts";

let folder = "";
const births = reference.birthwtData;
const header = Object.keys(births[0] as object) as (keyof (typeof births)[number])[];
const csv = (
  change: (row: (typeof births)[number], place: number) => object = () => ({}),
): string =>
  `${header.join(",")}\n${births
    .map((row, place) => {
      const changed: Record<string, unknown> = { ...row, ...change(row, place) };
      return header.map((name) => changed[name]).join(",");
    })
    .join("\n")}\n`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "throughline-model-"));
  expect((await runCli(["demo", "demo"], folder)).code).toBe(0);
  writeFileSync(join(folder, "birthwt.csv"), csv());
  writeFileSync(
    join(folder, "holes.csv"),
    csv((row, place) => ({
      lwt: place % 9 === 0 ? -9 : row.lwt,
      smoke: place % 11 === 0 ? -8 : row.smoke,
      race: place % 25 === 3 ? "NA" : row.race,
    })),
  );
  writeFileSync(
    join(folder, "court.csv"),
    "plan,result,n\naway,failed,5\naway,worked,16\nso,failed,21\nso,worked,13\nco,failed,28\nco,worked,4\n",
  );
  writeFileSync(
    join(folder, "certain.csv"),
    `y,a,family\n${Array.from({ length: 40 }, (_, row) => `${row < 20 ? 0 : row % 2},${row < 20 ? "x" : "z"},${row >> 1}`).join("\n")}\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Document {
  readonly schema: string;
  readonly kind: string;
  readonly firth: boolean;
  readonly n: number;
  readonly nMissing: number;
  readonly errors: string;
  readonly lost: { variable: string; code: number; count: number }[];
  readonly warnings: string[];
  readonly coefficients: {
    name: string;
    estimate: number;
    ciLow: number;
    ciHigh: number;
    standardError: number;
    pValue: number;
  }[];
  readonly terms: { term: string; likelihoodRatio: { statistic: number; pValue: number } }[];
  readonly imputation: { imputations: number } | null;
  readonly diagnostics: {
    gee: { correlation: number } | null;
    random: { variable: string } | null;
  };
  readonly refused?: string;
}
const model = (...args: string[]) => runCli(["model", ...args], folder);
const births189 = ["--data", "birthwt.csv"];
const read = async (...args: string[]): Promise<Document> => {
  const { out, code } = await model(...args, "--json");
  const document = JSON.parse(out) as Document;
  expect(document.schema).toBe("throughline/model/v1");
  expect(code).toBe(document.refused === undefined ? 0 : 1);
  return document;
};
const close = (found: number | undefined, expected: number | undefined, tolerance = 1e-7): void => {
  expect(Math.abs((found as number) - (expected as number))).toBeLessThan(
    tolerance * (1 + Math.abs(expected as number)),
  );
};

describe("throughline model on low birth weights (R's birthwt)", () => {
  it("gives R's coefficients, profile intervals and likelihood ratios", async () => {
    const document = await read("low", ...births189, "--with", "age,lwt,race,smoke,ht,ui");
    expect(document).toMatchObject({ kind: "logistic", n: 189, errors: "model-based" });
    document.coefficients.forEach((row, place) => {
      close(row.estimate, reference.birthwt.coefficients[place]);
      close(row.ciLow, reference.birthwt.profile[place]?.[0]);
      close(row.ciHigh, reference.birthwt.profile[place]?.[1]);
    });
    document.terms.forEach((row, place) => {
      close(row.likelihoodRatio.statistic, reference.birthwt.lr[place]);
    });
  });

  it("prints percentages and differences first, within 80 columns", async () => {
    const { out } = await model("low", ...births189, "--with", "age,race,smoke");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out.indexOf("Average predicted percentage")).toBeLessThan(out.indexOf("Odds ratios"));
    expect(out).toMatchSnapshot();
  });

  it("respects families: CR2 with Satterthwaite's degrees of freedom, as clubSandwich", async () => {
    const document = await read(
      ...["low", ...births189, "--with", "age,lwt,smoke", "--family", "family", "--no-firth"],
      ...["--numeric", "smoke"],
    );
    expect(document.errors).toBe("CR2, 80 families, Satterthwaite df");
    document.coefficients.forEach((row, place) => {
      close(row.estimate, reference.cluster.coefficients[place]);
      close(row.standardError ** 2, reference.cluster.CR2[place]?.[place], 1e-8);
      close(row.pValue, reference.cluster.p[place], 1e-7);
    });
    for (const kind of ["CR0", "CR1"]) {
      const other = await read(
        ...[
          "low",
          ...births189,
          "--with",
          "age,lwt,smoke",
          "--family",
          "family",
          "--cluster",
          kind,
        ],
      );
      close(
        other.coefficients[1]?.standardError,
        Math.sqrt(reference.cluster[kind as "CR0"][1]?.[1] as number),
        1e-8,
      );
    }
  });

  it("takes interactions, references, Firth, estimating equations and a random intercept", async () => {
    const crossed = await read(
      "low",
      ...births189,
      "--with",
      "race*smoke,age",
      "--reference",
      "race=1",
    );
    expect(crossed.terms.map((each) => each.term)).toEqual([
      "race",
      "smoke",
      "age",
      "race × smoke",
    ]);
    const turned = await read("low", ...births189, "--with", "race", "--reference", "race=3");
    expect(turned.coefficients.map((each) => each.name)).toEqual([
      "(Intercept)",
      "race: 1",
      "race: 2",
    ]);
    const firth = await read("low", ...births189, "--with", "age,lwt,race,smoke,ht,ui", "--firth");
    firth.coefficients.forEach((row, place) => {
      close(row.estimate, reference.birthwtFirth.coefficients[place], 1e-7);
    });
    for (const { column, ciLow, ciHigh, lr } of reference.firthProfile) {
      close(firth.coefficients[column]?.ciLow, ciLow, 1e-6);
      close(firth.coefficients[column]?.ciHigh, ciHigh, 1e-6);
      close(firth.terms[column - 2]?.likelihoodRatio.statistic, lr, 1e-6);
    }
    const beside = await read(
      ...["stability_5y", "--event", "unstable", "--with", "age_band,specialist_help_parent"],
      ...["--study", "demo", "--gee", "--random", "authority"],
    );
    expect(beside.diagnostics.gee?.correlation).toBeTypeOf("number");
    expect(beside.diagnostics.random?.variable).toBe("authority");
  });

  it("chooses the kind of model by the outcome, and columns are read as asked", async () => {
    expect((await read("race", ...births189, "--with", "age")).kind).toBe("multinomial");
    expect((await read("race", ...births189, "--with", "age", "--ordered", "race")).kind).toBe(
      "ordinal",
    );
    expect((await read("bwt", ...births189, "--with", "age")).kind).toBe("linear");
    const bands = await read("low", ...births189, "--with", "ht", "--categorical", "ht");
    expect(bands.coefficients[1]?.name).toBe("ht: 1");
    expect(
      (await read("low", ...births189, "--with", "ht", "--numeric", "ht")).coefficients[1]?.name,
    ).toBe("ht");
  });

  it("counts the rows lost by variable and reason, and fills gaps in when asked", async () => {
    const complete = await read("low", "--data", "holes.csv", "--with", "age,lwt,race,smoke");
    expect(complete.lost).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ variable: "lwt", code: -9, count: 21 }),
        expect.objectContaining({ variable: "smoke", code: -8, count: 18 }),
        expect.objectContaining({ variable: "race", code: -1, count: 8 }),
      ]),
    );
    expect(complete.n + complete.nMissing).toBe(189);
    const args = ["low", "--data", "holes.csv", "--with", "age,lwt,race,smoke", "--impute", "5"];
    const filled = await read(...args, "--seed", "4");
    expect(filled).toMatchObject({ n: 189, nMissing: 0, imputation: { imputations: 5 } });
    expect(await read(...args, "--seed", "4")).toEqual(filled);
    expect(await read(...args, "--seed", "5")).not.toEqual(filled);
  });

  it("counts frequencies: the court plans' printed odds ratios", async () => {
    const { out } = await model(
      "result",
      "--data",
      "court.csv",
      "--weights",
      "n",
      "--event",
      "failed",
      "--with",
      "plan",
      "--apa",
    );
    expect(out).toMatchSnapshot();
    expect(out).toContain("plan: co: OR = 22.40");
  });

  it.each(["r", "spss"])("prints %s code for the same model", async (language) => {
    const { out } = await model(
      ...["low", ...births189, "--with", "race*smoke,age", "--reference", "race=3"],
      ...["--family", "family", "--gee", "--reproduce", language],
    );
    expect(out).toMatchSnapshot();
  });

  it("prints a tidy table", async () => {
    const { out } = await model("low", ...births189, "--with", "smoke", "--csv");
    expect(out.split("\r\n")[0]).toBe(
      "part,name,outcome,estimate,standard_error,ci_low,ci_high,statistic,df,p_value,odds_ratio,odds_ratio_low,odds_ratio_high,naive_p_value,n,reason",
    );
    expect(out).toContain("coefficient,smoke: 1,,0.70");
  });
});

describe("what the command refuses", () => {
  it("takes up Firth's penalty on separation by itself, says so, and shows no tiny error", async () => {
    const { out, code } = await model(
      "y",
      "--data",
      "certain.csv",
      "--with",
      "a",
      "--family",
      "family",
    );
    expect(code).toBe(0);
    expect(out).toContain("Firth's penalty is used");
    expect(out).toMatchSnapshot();
  });

  it.each([
    ["separation with --no-firth", ["y", "--data", "certain.csv", "--with", "a", "--no-firth"], 1],
    ["a predictor twice", ["low", "--data", "birthwt.csv", "--with", "age,low"], 3],
    ["an unknown variable", ["low", "--data", "birthwt.csv", "--with", "agee"], 3],
    [
      "an unknown level",
      ["low", "--data", "birthwt.csv", "--with", "race", "--reference", "race=9"],
      3,
    ],
    [
      "an event there is not",
      ["race", "--data", "birthwt.csv", "--with", "age", "--event", "7"],
      3,
    ],
    ["words as numbers", ["low", "--data", "court.csv", "--with", "plan", "--numeric", "plan"], 3],
    ["one imputation", ["low", "--data", "holes.csv", "--with", "age", "--impute", "1"], 3],
    [
      "imputation of frequencies",
      ["result", "--data", "court.csv", "--weights", "n", "--with", "plan", "--impute", "5"],
      3,
    ],
    ["Firth for three outcomes", ["race", "--data", "birthwt.csv", "--with", "age", "--firth"], 3],
    [
      "a reference without a level",
      ["low", "--data", "birthwt.csv", "--with", "race", "--reference", "race"],
      2,
    ],
    ["a bad correction", ["low", "--data", "birthwt.csv", "--with", "race", "--cluster", "CR9"], 2],
    ["no predictors", ["low", "--data", "birthwt.csv"], 2],
  ])("%s", async (_name, args, code) => {
    const result = await model(...args);
    expect(result.code).toBe(code);
    expect(`${result.out}${result.err}`).toMatchSnapshot();
  });
});

describe("throughline model on the demonstration study", () => {
  it("fits the plan's model with families respected", async () => {
    const document = await read(
      ...["stability_5y", "--study", "demo", "--event", "unstable"],
      ...["--with", "age_band,case_management,specialist_help_parent"],
    );
    expect(document.errors).toMatch(/^CR2, 10\d families/);
    expect(JSON.stringify(document)).not.toMatch(/"C\d{3}"|"F\d{3}"/);
  });
});
