import type { ModelResult } from "../../analysis/models/model-result.ts";
import { modelTerms } from "../../analysis/models/model-terms.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ModelSource } from "./model-source.ts";
import { openInSpss, recodeInSpss, spssName, spssText } from "./spss-data.ts";

/** SPSS syntax that fits a model: its columns are made one by one, so that each procedure has the same reference. */
export function modelInSpss(
  result: ModelResult,
  { data: file, family, weights, random }: ModelSource,
  data: Dataset,
): string {
  const terms = modelTerms(result.with);
  const columns = spssColumns(result, data);
  const effects = columns.map((_, place) => `x${place + 1}`).join(" ");
  const used = [...new Set([result.outcome, ...terms.flatMap((term) => term.variables)])];
  const lines = [
    ...openInSpss(data, { file, weights }, used),
    ...columns.flatMap(({ make, label }, place) => [
      make(`x${place + 1}`),
      `VARIABLE LABELS x${place + 1} ${spssText(label)}.`,
    ]),
    ...commands(result, effects, data),
  ];
  if (result.firth) lines.push("* Firth's penalty: use the extension STATS FIRTHLOG.");
  if (result.errors.startsWith("CR"))
    lines.push(
      "* Errors by family: CSPLAN with the family as cluster, then CSLOGISTIC; close to CR1.",
    );
  if (result.diagnostics.gee !== null && !("refused" in result.diagnostics.gee)) {
    lines.push(
      `GENLIN event (REFERENCE=FIRST) WITH ${effects}`,
      `  /MODEL ${effects} DISTRIBUTION=BINOMIAL LINK=LOGIT`,
      `  /REPEATED SUBJECT=${spssName(family ?? "family_id")} CORRTYPE=EXCHANGEABLE.`,
    );
  }
  if (random !== null) lines.push(`* Random intercept for ${random}: GENLINMIXED.`);
  return `${lines.join("\n")}\n`;
}

interface SpssColumn {
  readonly label: string;
  /** The syntax that makes it under a name. */
  readonly make: (into: string) => string;
}

/** The columns of the design in the order of the coefficients: indicators of levels, numbers, and their products. */
function spssColumns(result: ModelResult, data: Dataset): SpssColumn[] {
  const levelsOf = new Map(result.references.map(({ variable, levels }) => [variable, levels]));
  const single = new Map<string, string>();
  const columns: SpssColumn[] = [];
  const add = (label: string, make: SpssColumn["make"]): void => {
    columns.push({ label, make });
    single.set(label, `x${columns.length}`);
  };
  const own = (variable: string): { label: string; make: SpssColumn["make"] }[] => {
    const levels = levelsOf.get(variable);
    if (levels === undefined) {
      return [{ label: variable, make: (into) => `COMPUTE ${into} = ${spssName(variable)}.` }];
    }
    const column = columnOf(data, variable);
    const all = column.kind === "categorical" ? column.levels.map(({ value }) => value) : levels;
    return levels.slice(1).map((level) => ({
      label: `${variable} ${level}`,
      make: (into) =>
        recodeInSpss(
          variable,
          all.map((value) => [value, value === level ? 1 : 0]),
          into,
        ),
    }));
  };
  for (const term of modelTerms(result.with)) {
    const [first, ...others] = term.variables.map(own);
    if (others.length === 0) {
      for (const { label, make } of first ?? []) add(label, make);
      continue;
    }
    // A product is made of columns that stand before it.
    const products = others.reduce<string[][]>(
      (labels, next) => next.flatMap(({ label }) => labels.map((parts) => [...parts, label])),
      (first ?? []).map(({ label }) => [label]),
    );
    for (const parts of products) {
      add(
        parts.join(" by "),
        (into) => `COMPUTE ${into} = ${parts.map((part) => single.get(part)).join(" * ")}.`,
      );
    }
  }
  return columns;
}

function commands(result: ModelResult, effects: string, data: Dataset): string[] {
  const { outcome } = result;
  const column = columnOf(data, outcome);
  const levels = column.kind === "categorical" ? column.levels.map(({ value }) => value) : [];
  switch (result.kind) {
    case "logistic":
      return [
        recodeInSpss(
          outcome,
          levels.map((value) => [value, result.event?.includes(value) ? 1 : 0]),
          "event",
        ),
        `LOGISTIC REGRESSION VARIABLES event WITH ${effects} /PRINT=CI(95) /CRITERIA=BCON(0.00000001) ITERATE(100).`,
      ];
    case "linear":
      return [
        `REGRESSION /VARIABLES=${effects} /STATISTICS=COEFF R ANOVA CI(95) /DEPENDENT=${spssName(outcome)} /METHOD=ENTER.`,
      ];
    case "ordinal":
    case "multinomial": {
      const numbered = recodeInSpss(
        outcome,
        result.outcomeLevels.map((value, place) => [value, place + 1]),
        "outcome",
      );
      return [
        numbered,
        result.kind === "ordinal"
          ? `PLUM outcome WITH ${effects} /LINK=LOGIT /PRINT=PARAMETER TPARALLEL.`
          : `NOMREG outcome (BASE=1) WITH ${effects} /PRINT=PARAMETER LRT.`,
      ];
    }
  }
}
