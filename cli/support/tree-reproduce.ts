import type { Tree } from "../../analysis/trees/tree.ts";
import { InputError } from "../../data-dictionary/input-error.ts";

/** Where the data of a tree come from: a CSV file or null for a study, and a column of frequencies. */
export interface TreeSource {
  readonly file: string | null;
  readonly weights: string | null;
}

/**
 * R code or SPSS syntax that grows the tree in that program, as near as it can come; what it does otherwise is said in its
 * comments. R needs the CHAID package of R-Forge, SPSS its Decision Trees module.
 *
 * @throws {InputError} `not-in-r` for a numeric outcome and for exhaustive CHAID, which R's package does not know.
 */
export function reproduceTree(tree: Tree, language: "r" | "spss", source: TreeSource): string {
  return `${(language === "r" ? inR(tree, source) : inSpss(tree, source)).join("\n")}\n`;
}

type Predictor = Tree["predictors"][number];

const quoted = (text: string): string => JSON.stringify(text);
const list = (texts: readonly string[]): string => `c(${texts.map(quoted).join(", ")})`;
const name = (variable: string): string =>
  /^[A-Za-z][A-Za-z0-9_.]*$/.test(variable) ? variable : `\`${variable}\``;

function inR(tree: Tree, source: TreeSource): string[] {
  const { settings, predictors, outcome } = tree;
  if (tree.outcomeType === "continuous") {
    throw new InputError(
      "not-in-r",
      `${outcome} is a number, and R's CHAID takes classes only.`,
      "Use --reproduce spss.",
    );
  }
  if (settings.method !== "chaid") {
    throw new InputError(
      "not-in-r",
      "R's CHAID has no exhaustive method.",
      "Use --reproduce spss.",
    );
  }
  const used = [outcome, ...predictors.map((each) => each.name)];
  const column = (variable: string): string => `d$${name(variable)}`;
  return [
    ...(source.file === null
      ? ["# First write the table:  throughline export --to csv --tables children"]
      : []),
    '# install.packages("CHAID", repos = "http://R-Forge.R-project.org")',
    "# R's CHAID drops rows with a missing predictor, knows no families, no likelihood ratio and no order of the",
    "# outcome, and draws p-values at random for tables of fewer than 100 rows with a count below 10.",
    "library(CHAID)",
    `d <- read.csv(${quoted(source.file ?? "output/private/export/csv/plain/children.csv")}, colClasses = "character",`,
    '  na.strings = c("", "NA", "-9", "-8", "-7", "-6"), check.names = FALSE)',
    ...(source.weights === null
      ? []
      : [`d <- d[rep(seq_len(nrow(d)), as.numeric(d[[${quoted(source.weights)}]])), ]`]),
    `d <- d[${list(used)}]`,
    `${column(outcome)} <- factor(${column(outcome)}, levels = ${list(tree.classes.map((each) => each.value))})`,
    ...predictors.map((each) => {
      const own = column(each.name);
      return each.edges === null
        ? `${own} <- factor(${own}, levels = ${list(each.values ?? [])}${each.type === "nominal" ? "" : ", ordered = TRUE"})`
        : `${own} <- cut(as.numeric(${own}), c(${["-Inf", ...each.edges, "Inf"].join(", ")}), right = FALSE, ordered_result = TRUE)`;
    }),
    "d <- na.omit(d)",
    `tree <- chaid(${name(outcome)} ~ ${predictors.map((each) => name(each.name)).join(" + ")}, data = d,`,
    `  control = chaid_control(alpha2 = ${settings.alphaMerge}, alpha3 = ${settings.alphaResplit > 0 ? settings.alphaResplit : -1}, alpha4 = ${settings.alphaSplit},`,
    `    minsplit = ${settings.minParent}, minbucket = ${settings.minChild}, minprob = ${Math.min(1, settings.minChildShare)}, maxheight = ${settings.maxDepth ?? -1}))`,
    "print(tree)",
  ];
}

function inSpss(tree: Tree, source: TreeSource): string[] {
  const { settings, predictors } = tree;
  const outcomeLevel = { nominal: "n", ordinal: "o", continuous: "s" }[tree.outcomeType];
  const banded = predictors.filter((each) => each.edges !== null && each.edges.length > 0);
  return [
    ...(source.file === null
      ? ["* First write the data:  throughline export --to spss --tables children, and open them."]
      : [`* First open ${source.file}.`]),
    "* TREE needs the Decision Trees module. It knows no families: its p-values take children as strangers.",
    "* It has no least number of families, no exact p, and absorbs small children after choosing the predictor.",
    ...banded.flatMap((each) => recoded(each)),
    ...(source.weights === null ? [] : [`WEIGHT BY ${source.weights}.`]),
    `TREE ${tree.outcome} [${outcomeLevel}] BY ${predictors
      .map((each) =>
        banded.includes(each)
          ? `${bandName(each)} [o]`
          : `${each.name} [${each.type === "nominal" ? "n" : "o"}]`,
      )
      .join(" ")}`,
    "  /TREE DISPLAY=TOPDOWN NODES=BOTH BRANCHSTATISTICS=YES NODEDEFS=YES",
    `  /PRINT MODELSUMMARY${tree.outcomeType === "continuous" ? "" : " CLASSIFICATION"} RISK TREETABLE`,
    `  /METHOD TYPE=${settings.method === "chaid" ? "CHAID" : "EXHAUSTIVECHAID"}`,
    `  /GROWTHLIMIT MAXDEPTH=${settings.maxDepth ?? 100} MINPARENTSIZE=${settings.minParent} MINCHILDSIZE=${settings.minChild}`,
    "  /VALIDATION TYPE=CROSSVALIDATION(10)",
    ...(tree.costs.length === 0
      ? []
      : [
          `  /COSTS CUSTOM=${tree.costs.map((each) => `${spssText(each.observed)}, ${spssText(each.predicted)} [${each.cost}]`).join(" ")}`,
        ]),
    `  /CHAID ALPHASPLIT=${settings.alphaSplit} ALPHAMERGE=${settings.alphaMerge} SPLITMERGED=${settings.alphaResplit > 0 ? "YES" : "NO"} CHISQUARE=${settings.statistic === "pearson" ? "PEARSON" : "LR"}`,
    `    CONVERGE=0.000001 MAXITERATIONS=1000 ADJUST=${settings.bonferroni ? "BONFERRONI" : "NONE"}.`,
  ];
}

const bandName = (each: Predictor): string => `band_of_${each.name}`;
const spssText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Bands from their lower edges: SPSS takes the first that fits, so missing and then the highest come first. */
function recoded(each: Predictor): string[] {
  const edges = each.edges ?? [];
  return [
    `RECODE ${each.name} (MISSING=SYSMIS)`,
    ...edges.map((edge, at) => `  (${edge} THRU HI=${at + 2})`).reverse(),
    `  (LO THRU HI=1) INTO ${bandName(each)}.`,
    `VARIABLE LEVEL ${bandName(each)} (ORDINAL).`,
  ];
}
