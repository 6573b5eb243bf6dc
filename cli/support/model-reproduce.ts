import type { ModelResult } from "../../analysis/models/model-result.ts";
import { modelTerms } from "../../analysis/models/model-terms.ts";

/** Where the data are, for the code that reads them. */
export interface ModelSource {
  /** The CSV file, or null for a study, whose columns are first written with `throughline export`. */
  readonly data: string | null;
  /** The column of families, where there is one. */
  readonly family: string | null;
  readonly weights: string | null;
  readonly random: string | null;
}

/**
 * R code or SPSS syntax that fits the same model and gives the same coefficients. Predictors become
 * indicators of their levels in SPSS, so that the reference is the same in every procedure.
 */
export function reproduceModel(
  result: ModelResult,
  language: "r" | "spss",
  source: ModelSource,
): string {
  return language === "r" ? inR(result, source) : inSpss(result, source);
}

const quoted = (values: readonly string[]): string =>
  `c(${values.map((value) => JSON.stringify(value)).join(", ")})`;
const named = (variable: string): string =>
  /^[A-Za-z][A-Za-z0-9_.]*$/.test(variable) ? variable : `\`${variable}\``;

function inR(result: ModelResult, { data, family, weights, random }: ModelSource): string {
  const terms = modelTerms(result.with);
  const right = terms.map((term) => term.variables.map(named).join(":")).join(" + ") || "1";
  const used = [...new Set(terms.flatMap((term) => term.variables))];
  const columns = [result.outcome, ...used, ...(random === null ? [] : [random])];
  const outcome = named(result.outcome);
  const weighted = weights === null ? "" : `, weights = d$${named(weights)}`;
  const lines = [
    ...(data === null ? ["# First:  throughline export --to csv --tables children"] : []),
    `d <- read.csv(${JSON.stringify(data ?? "output/private/export/csv/plain/children.csv")}, na.strings = c("", "NA", "-9", "-8", "-7", "-6"), check.names = FALSE)`,
    `d <- d[complete.cases(d[, ${quoted(columns)}]), ]`,
    ...result.references
      .filter((reference) => used.includes(reference.variable))
      .map(
        ({ variable, levels }) =>
          `d$${named(variable)} <- factor(d$${named(variable)}, levels = ${quoted(levels)})`,
      ),
  ];
  switch (result.kind) {
    case "logistic":
      lines.push(
        `d$event <- as.integer(d$${outcome} %in% ${quoted(result.event ?? [])})`,
        result.firth
          ? `m <- glm(event ~ ${right}, binomial, d${weighted}, method = brglm2::brglmFit, type = "AS_mean")`
          : `m <- glm(event ~ ${right}, binomial, d${weighted})`,
      );
      break;
    case "linear":
      lines.push(`m <- lm(${outcome} ~ ${right}, d${weighted})`);
      break;
    case "ordinal":
      lines.push(
        `d$${outcome} <- factor(d$${outcome}, levels = ${quoted(result.outcomeLevels)}, ordered = TRUE)`,
        `m <- ordinal::clm(${outcome} ~ ${right}, data = d${weighted})`,
      );
      break;
    case "multinomial":
      lines.push(
        `d$${outcome} <- factor(d$${outcome}, levels = ${quoted(result.outcomeLevels)})`,
        `m <- nnet::multinom(${outcome} ~ ${right}, d${weighted}, reltol = 1e-12, maxit = 1000, trace = FALSE)`,
      );
      break;
  }
  lines.push("summary(m)");
  const cluster = `d$${named(family ?? "family_id")}`;
  if (result.errors.startsWith("CR") && (result.kind === "logistic" || result.kind === "linear")) {
    lines.push(
      `clubSandwich::coef_test(m, vcov = ${JSON.stringify(result.errors.slice(0, 3))}, cluster = ${cluster}, test = "Satterthwaite")`,
    );
  }
  if (result.diagnostics.gee !== null && !("refused" in result.diagnostics.gee)) {
    lines.push(
      `d <- d[order(${cluster}), ]`,
      `summary(geepack::geeglm(event ~ ${right}, binomial, d, id = ${cluster}, corstr = "exchangeable"))`,
    );
  }
  if (random !== null && result.diagnostics.random !== null) {
    lines.push(
      `summary(lme4::glmer(event ~ ${right} + (1 | ${named(random)}), d, binomial, nAGQ = 25))`,
    );
  }
  if (result.imputation !== null) {
    lines.push(
      "# Complete rows only: other software draws other imputations, so pooled numbers differ.",
    );
  }
  return `${lines.join("\n")}\n`;
}

function inSpss(result: ModelResult, { family, weights, random }: ModelSource): string {
  const columns = spssColumns(result);
  const effects = columns.map((_, place) => `x${place + 1}`).join(" ");
  const lines = [
    ...columns.flatMap(({ formula, label }, place) => [
      `COMPUTE x${place + 1} = ${formula}.`,
      `VARIABLE LABELS x${place + 1} ${text(label)}.`,
    ]),
    ...(weights === null ? [] : [`WEIGHT BY ${weights}.`]),
    ...commands(result, effects),
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
      `  /REPEATED SUBJECT=${family ?? "family_id"} CORRTYPE=EXCHANGEABLE.`,
    );
  }
  if (random !== null) lines.push(`* Random intercept for ${random}: GENLINMIXED.`);
  return `${lines.join("\n")}\n`;
}

/** The columns of the design as formulas, in the order of the coefficients: indicators of levels, numbers, and their products. */
function spssColumns(result: ModelResult): { formula: string; label: string }[] {
  const levelsOf = new Map(result.references.map(({ variable, levels }) => [variable, levels]));
  return modelTerms(result.with).flatMap((term) =>
    term.variables.reduce<{ formula: string; label: string }[]>((products, variable) => {
      const levels = levelsOf.get(variable);
      const own =
        levels === undefined
          ? [{ formula: variable, label: variable }]
          : levels.slice(1).map((level) => ({
              formula: `(${variable} = ${literal(level)})`,
              label: `${variable} ${level}`,
            }));
      if (products.length === 0) return own;
      return own.flatMap((column) =>
        products.map((product) => ({
          formula: `${product.formula} * ${column.formula}`,
          label: `${product.label} by ${column.label}`,
        })),
      );
    }, []),
  );
}

function commands(result: ModelResult, effects: string): string[] {
  const { outcome } = result;
  switch (result.kind) {
    case "logistic":
      return [
        `COMPUTE event = ANY(${outcome}, ${(result.event ?? []).map(literal).join(", ")}).`,
        "EXECUTE.",
        `LOGISTIC REGRESSION VARIABLES event WITH ${effects} /PRINT=CI(95).`,
      ];
    case "linear":
      return [
        `REGRESSION /DEPENDENT=${outcome} /METHOD=ENTER ${effects} /STATISTICS=COEFF R ANOVA CI(95).`,
      ];
    case "ordinal":
      return [
        "* The outcome's values must ascend in its order.",
        `PLUM ${outcome} WITH ${effects} /LINK=LOGIT /PRINT=PARAMETER TPARALLEL.`,
      ];
    case "multinomial":
      return [
        `NOMREG ${outcome} (BASE=${literal(result.outcomeLevels[0] ?? "")}) WITH ${effects} /PRINT=PARAMETER LRT.`,
      ];
  }
}

/** A value as SPSS writes it: a number, or text in quotes. */
const literal = (value: string): string => (/^-?\d+(\.\d+)?$/.test(value) ? value : text(value));
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
