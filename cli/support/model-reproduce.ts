import type { ModelResult } from "../../analysis/models/model-result.ts";
import { modelTerms } from "../../analysis/models/model-terms.ts";
import type { Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ModelSource } from "./model-source.ts";
import { modelInSpss } from "./model-spss.ts";
import { hasNegatives } from "./spss-data.ts";

/**
 * R code or SPSS syntax that fits the same model and gives the same coefficients. Predictors become
 * indicators of their levels in SPSS, so that the reference is the same in every procedure.
 */
export function reproduceModel(
  result: ModelResult,
  language: "r" | "spss",
  source: ModelSource,
  data: Dataset,
): string {
  return language === "r" ? inR(result, source, data) : modelInSpss(result, source, data);
}

const quoted = (values: readonly string[]): string =>
  `c(${values.map((value) => JSON.stringify(value)).join(", ")})`;
const named = (variable: string): string =>
  /^[A-Za-z][A-Za-z0-9_.]*$/.test(variable) ? variable : `\`${variable}\``;

function inR(
  result: ModelResult,
  { data, family, weights, random }: ModelSource,
  dataset: Dataset,
): string {
  const terms = modelTerms(result.with);
  const right = terms.map((term) => term.variables.map(named).join(":")).join(" + ") || "1";
  const used = [...new Set(terms.flatMap((term) => term.variables))];
  const columns = [result.outcome, ...used, ...(random === null ? [] : [random])];
  const outcome = named(result.outcome);
  const weighted = weights === null ? "" : `, weights = d$${named(weights)}`;
  const lines = [
    ...(data === null ? ["# First:  throughline export --to csv --tables children"] : []),
    `d <- read.csv(${JSON.stringify(data ?? "output/private/export/csv/plain/children.csv")}, na.strings = c("", "NA", "N/A"), check.names = FALSE)`,
    `for (v in ${quoted(columns.filter((name) => !hasNegatives(dataset, name)))}) d[[v]][d[[v]] %in% c(-9, -8, -7, -6)] <- NA`,
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
          : `m <- glm(event ~ ${right}, binomial, d${weighted}, epsilon = 1e-14, maxit = 100)`,
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
  if (
    result.kind === "logistic" &&
    !result.firth &&
    result.coefficients.some((row) => row.intervalMethod === "profile likelihood")
  ) {
    lines.push("confint(m) # profile likelihood");
  }
  const cluster = `d$${named(family ?? "family_id")}`;
  if (result.errors.startsWith("CR") && (result.kind === "logistic" || result.kind === "linear")) {
    lines.push(
      `clubSandwich::coef_test(m, vcov = ${JSON.stringify(result.errors.slice(0, 3))}, cluster = ${cluster}, test = "Satterthwaite")`,
    );
  }
  if (result.diagnostics.gee !== null && !("refused" in result.diagnostics.gee)) {
    lines.push(
      `d <- d[order(${cluster}), ]`,
      "# geepack wants families as numbers, one after another.",
      `summary(geepack::geeglm(event ~ ${right}, binomial, d, id = match(${cluster}, unique(${cluster})), corstr = "exchangeable", control = geepack::geese.control(epsilon = 1e-10, maxit = 200)))`,
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
