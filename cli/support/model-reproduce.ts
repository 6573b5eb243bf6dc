import type { ModelResult } from "../../analysis/models/model-result.ts";

/**
 * R code or SPSS syntax that fits the same model. `data` is the CSV file, or null for a study, whose
 * columns are first written with `throughline export`.
 */
export function reproduceModel(
  result: ModelResult,
  language: "r" | "spss",
  data: string | null,
): string {
  return language === "r" ? inR(result, data) : inSpss(result);
}

function inR(result: ModelResult, data: string | null): string {
  const name = (variable: string): string =>
    /^[A-Za-z][A-Za-z0-9_.]*$/.test(variable) ? variable : `\`${variable}\``;
  const right = result.with
    .map((term) =>
      term
        .split("*")
        .map((v) => name(v.trim()))
        .join("*"),
    )
    .join(" + ");
  const used = [...new Set(result.with.flatMap((term) => term.split("*").map((v) => v.trim())))];
  const lines = [
    `d <- read.csv(${JSON.stringify(data ?? "children.csv")}, na.strings = c("", "-9", "-8", "-7", "-6"))`,
    `d <- d[complete.cases(d[, c(${[result.outcome, ...used].map((v) => JSON.stringify(v)).join(", ")})]), ]`,
    ...result.references
      .filter((reference) => used.includes(reference.variable))
      .map(
        (reference) =>
          `d$${name(reference.variable)} <- relevel(factor(d$${name(reference.variable)}), ref = ${JSON.stringify(reference.level)}) # or its stored code`,
      ),
  ];
  const outcome = name(result.outcome);
  switch (result.kind) {
    case "logistic":
      lines.push(
        `d$event <- as.integer(d$${outcome} %in% c(${(result.event ?? []).map((v) => JSON.stringify(v)).join(", ")}))`,
        result.firth
          ? `library(brglm2)\nm <- glm(event ~ ${right}, binomial, d, method = "brglmFit", type = "AS_mean")`
          : `m <- glm(event ~ ${right}, binomial, d)`,
      );
      break;
    case "linear":
      lines.push(`m <- lm(${outcome} ~ ${right}, d)`);
      break;
    case "ordinal":
      lines.push(
        `d$${outcome} <- factor(d$${outcome}, levels = c(${result.levels.map((v) => JSON.stringify(v)).join(", ")}), ordered = TRUE)`,
        `m <- ordinal::clm(${outcome} ~ ${right}, data = d)`,
      );
      break;
    case "multinomial":
      lines.push(
        `d$${outcome} <- relevel(factor(d$${outcome}), ref = ${JSON.stringify(result.levels[0] ?? "")})`,
        `m <- nnet::multinom(${outcome} ~ ${right}, d, reltol = 1e-12, maxit = 1000)`,
      );
      break;
  }
  lines.push("summary(m)");
  if (result.errors.startsWith("CR") && (result.kind === "logistic" || result.kind === "linear")) {
    lines.push(
      `clubSandwich::coef_test(m, vcov = ${JSON.stringify(result.errors.slice(0, 3))}, cluster = d$family_id, test = "Satterthwaite") # the family column`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function inSpss(result: ModelResult): string {
  const variables = [
    ...new Set(result.with.flatMap((term) => term.split("*").map((v) => v.trim()))),
  ];
  const factors = result.references.map((reference) => reference.variable);
  const covariates = variables.filter((variable) => !factors.includes(variable));
  const effects = result.with.map((term) => term.replaceAll("*", " ")).join(" ");
  switch (result.kind) {
    case "logistic":
      return [
        `COMPUTE event = ANY(${result.outcome}, ${(result.event ?? []).map((v) => (/^-?\d+(\.\d+)?$/.test(v) ? v : `'${v}'`)).join(", ")}).`,
        "LOGISTIC REGRESSION VARIABLES event",
        `  /METHOD=ENTER ${result.with.map((term) => term.replaceAll("*", " BY ")).join(" ")}`,
        ...factors.map((factor) => `  /CONTRAST (${factor})=INDICATOR(1)`),
        "  /PRINT=CI(95) GOODFIT.",
        result.firth ? "* Firth's penalty: use the STATS FIRTHLOG extension." : "",
        result.errors.startsWith("CR")
          ? "* Errors by family: CSPLAN with the family as cluster, then CSLOGISTIC (close to CR1)."
          : "",
      ]
        .filter((line) => line !== "")
        .join("\n")
        .concat("\n");
    case "linear":
      return `UNIANOVA ${result.outcome}${factors.length > 0 ? ` BY ${factors.join(" ")}` : ""}${covariates.length > 0 ? ` WITH ${covariates.join(" ")}` : ""}\n  /PRINT=PARAMETER\n  /DESIGN=${effects}.\n`;
    case "ordinal":
      return `PLUM ${result.outcome}${factors.length > 0 ? ` BY ${factors.join(" ")}` : ""}${covariates.length > 0 ? ` WITH ${covariates.join(" ")}` : ""}\n  /LINK=LOGIT\n  /PRINT=PARAMETER TPARALLEL.\n`;
    case "multinomial":
      return `NOMREG ${result.outcome} (BASE=FIRST)${factors.length > 0 ? ` BY ${factors.join(" ")}` : ""}${covariates.length > 0 ? ` WITH ${covariates.join(" ")}` : ""}\n  /PRINT=PARAMETER LRT.\n`;
  }
}
