import type { Tree } from "../../analysis/trees/tree.ts";

/** Where the data of a tree come from: a CSV file or null for a study, and a column of frequencies. */
export interface TreeSource {
  readonly file: string | null;
  readonly weights: string | null;
}

/**
 * R code or SPSS syntax that grows the tree in that program, as near as it can come; what it does otherwise is said in its
 * comments. R needs the CHAID package of R-Forge, SPSS its Decision Trees module.
 */
export function reproduceTree(
  tree: Tree,
  language: "r" | "spss",
  source: TreeSource,
  cuts: Readonly<Record<string, readonly number[]>>,
): string {
  return language === "r" ? inR(tree, source, cuts) : inSpss(tree, source);
}

const quoted = (text: string): string => JSON.stringify(text);
const name = (variable: string): string =>
  /^[A-Za-z][A-Za-z0-9_.]*$/.test(variable) ? variable : `\`${variable}\``;

function inR(
  tree: Tree,
  source: TreeSource,
  cuts: Readonly<Record<string, readonly number[]>>,
): string {
  const { settings } = tree;
  const used = [tree.outcome, ...tree.predictors.map((each) => each.name)];
  const lines = [
    ...(source.file === null
      ? ["# First write the table:  throughline export --to csv --tables children"]
      : []),
    '# install.packages("CHAID", repos = "http://R-Forge.R-project.org")',
    "# R's CHAID takes classes and factors only, drops rows with a missing predictor, knows no families, no",
    "# exhaustive method and no likelihood ratio, and draws p-values at random in nodes of fewer than 100 rows.",
    "library(CHAID)",
    `d <- read.csv(${quoted(source.file ?? "output/private/export/csv/children.csv")}, colClasses = "character", na.strings = c("", "NA", "-9", "-8", "-7", "-6"))`,
    ...(source.weights === null
      ? []
      : [`d <- d[rep(seq_len(nrow(d)), as.numeric(d[[${quoted(source.weights)}]])), ]`]),
    `d <- na.omit(d[c(${used.map(quoted).join(", ")})])`,
    `d$${name(tree.outcome)} <- factor(d$${name(tree.outcome)}${
      tree.classes.length === 0
        ? ""
        : `, levels = c(${tree.classes.map((each) => quoted(each.value)).join(", ")})`
    })`,
    ...tree.predictors.map((predictor) => {
      const own = `d$${name(predictor.name)}`;
      const edges = cuts[predictor.name];
      if (edges !== undefined) {
        return `${own} <- cut(as.numeric(${own}), c(-Inf, ${edges.join(", ")}, Inf), right = FALSE, ordered_result = TRUE)`;
      }
      return predictor.type === "nominal"
        ? `${own} <- factor(${own})`
        : `${own} <- factor(${own}, levels = sort(unique(${own}))[order(suppressWarnings(as.numeric(sort(unique(${own})))))], ordered = TRUE)`;
    }),
    `tree <- chaid(${name(tree.outcome)} ~ ${tree.predictors.map((each) => name(each.name)).join(" + ")}, data = d,`,
    `  control = chaid_control(alpha2 = ${settings.alphaMerge}, alpha3 = ${settings.alphaResplit > 0 ? settings.alphaResplit : -1}, alpha4 = ${settings.alphaSplit},`,
    `    minsplit = ${settings.minParent}, minbucket = ${settings.minChild}, minprob = ${settings.minChildShare >= 1 ? 1 : settings.minChildShare}, maxheight = ${settings.maxDepth ?? -1}))`,
    "print(tree)",
  ];
  return `${lines.join("\n")}\n`;
}

function inSpss(tree: Tree, source: TreeSource): string {
  const { settings } = tree;
  const level = (type: string, numeric: boolean): string =>
    numeric ? "s" : type === "nominal" ? "n" : "o";
  const outcomeLevel = { nominal: "n", ordinal: "o", continuous: "s" }[tree.outcomeType];
  const lines = [
    "* TREE needs the Decision Trees module. It knows no families: its p-values take children as strangers.",
    "* It absorbs small children after choosing the predictor, and bands numbers into equal frequencies.",
    ...(source.weights === null ? [] : [`WEIGHT BY ${source.weights}.`]),
    `TREE ${tree.outcome} [${outcomeLevel}] BY ${tree.predictors
      .map((each) => `${each.name} [${level(each.type, each.numeric)}]`)
      .join(" ")}`,
    "  /TREE DISPLAY=TOPDOWN NODES=BOTH BRANCHSTATISTICS=YES NODEDEFS=YES",
    `  /PRINT MODELSUMMARY${tree.outcomeType === "continuous" ? "" : " CLASSIFICATION"} RISK TREETABLE`,
    `  /METHOD TYPE=${settings.method === "chaid" ? "CHAID" : "EXHAUSTIVECHAID"}`,
    `  /GROWTHLIMIT MAXDEPTH=${settings.maxDepth ?? "AUTO"} MINPARENTSIZE=${settings.minParent} MINCHILDSIZE=${settings.minChild}`,
    "  /VALIDATION TYPE=CROSSVALIDATION(10)",
    `  /CHAID ALPHASPLIT=${settings.alphaSplit} ALPHAMERGE=${settings.alphaMerge} SPLITMERGED=${settings.alphaResplit > 0 ? "YES" : "NO"} CHISQUARE=${settings.statistic === "pearson" ? "PEARSON" : "LR"} ADJUST=${settings.bonferroni ? "BONFERRONI" : "NONE"} INTERVALS=${settings.bands}.`,
  ];
  return `${lines.join("\n")}\n`;
}
