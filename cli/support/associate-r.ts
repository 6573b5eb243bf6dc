import type { Association, AssociationScreen } from "../../analysis/association/association.ts";
import { isRefused } from "../../analysis/association/test-result.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import { groupsInR } from "./associate-r-groups.ts";
import { pairedInR } from "./associate-r-paired.ts";
import { quoted, type RPart, type Say } from "./associate-r-part.ts";
import { tableInR } from "./associate-r-tables.ts";
import type { ReproduceSource } from "./reproduce-source.ts";
import { hasNegatives } from "./spss-data.ts";

/**
 * R code that gives the numbers of a screen again: each line it prints is predictor, method, p or estimate, and the values.
 * Base R, with the survey package where families are respected and coin for exact rank tests with ties. Permutation tests
 * draw other numbers in R, so they agree within chance and are marked so.
 */
export function associateInR(
  screen: AssociationScreen,
  data: Dataset,
  source: ReproduceSource,
): string {
  const file = source.file ?? "output/private/export/csv/plain/children.csv";
  const family = source.family ?? (source.file === null ? "family_id" : null);
  const tests = new Set(
    screen.results.flatMap((result) =>
      result.tests.filter((test) => !isRefused(test)).map((test) => test.method),
    ),
  );
  const effects = new Set(
    screen.results.flatMap((result) => result.effects.map((effect) => effect.method)),
  );
  // Where a column holds other numbers below nought, -9 to -6 are numbers like them.
  const negative = [screen.outcome, ...screen.results.map((result) => result.predictor)].filter(
    (name) => hasNegatives(data, name),
  );
  const familied = family !== null && data.families !== null;
  const needs = (set: ReadonlySet<string>, ...methods: string[]): boolean =>
    methods.some((method) => set.has(method));
  const lines = [
    ...(source.file === null
      ? ["# First write the table:  throughline export --to csv --tables children"]
      : []),
    `d <- read.csv(${quoted(file)}, colClasses = "character", check.names = FALSE, encoding = "UTF-8")`,
    'blank <- c("", "NA", "N/A"); codes <- c("-9", "-8", "-7", "-6")',
    `d[] <- Map(function(x, name) { x <- trimws(x); x[x %in% ${negative.length === 0 ? "c(blank, codes)" : `c(blank, if (!name %in% c(${negative.map(quoted).join(", ")})) codes)`}] <- NA; x }, d, names(d))`,
    ...(source.weights === null
      ? []
      : [
          `d <- d[rep(seq_len(nrow(d)), as.numeric(d[[${quoted(source.weights)}]])), , drop = FALSE]`,
        ]),
    ...(familied
      ? [
          `d$.family <- d[[${quoted(family)}]]; d$.family[is.na(d$.family)] <- paste0("row", which(is.na(d$.family)))`,
        ]
      : []),
    'say <- function(predictor, method, what, values) cat(predictor, method, what, format(as.numeric(values), digits = 15), sep = "\\t", fill = 1000)',
    "quiet <- suppressWarnings; z <- qnorm(.975)",
    ...(needs(tests, "rao-scott", "family-wald-means") ? ["library(survey)"] : []),
    ...(needs(tests, "mann-whitney-exact", "signed-rank-exact") ? ["library(coin)"] : []),
    ...([...tests].some((method) => method.startsWith("family-permutation")) ? permutationInR : []),
    ...(needs(effects, "cramers-v", "epsilon-squared") ? noncentralInR : []),
    ...(needs(effects, "gamma", "tau-b", "somers-d") ? pairsInR : []),
    "",
    ...screen.results.flatMap((result) => ofResult(screen, result, data, source)),
  ];
  return `${lines.join("\n")}\n`;
}

/** How a variable is read: levels in their order, or numbers. */
function reading(data: Dataset, name: string): string {
  const column = columnOf(data, name);
  return column.kind === "categorical"
    ? `factor(d[[${quoted(name)}]], levels = c(${column.levels.map((level) => quoted(level.value)).join(", ")}))`
    : `as.numeric(d[[${quoted(name)}]])`;
}

function ofResult(
  screen: AssociationScreen,
  result: Association,
  data: Dataset,
  source: ReproduceSource,
): string[] {
  const kinds = [result.predictor, screen.outcome].map((name) => columnOf(data, name).kind);
  const lines = [
    `# ${result.predictor}${result.reason === "" ? "" : `: ${result.reason}`}`,
    `x <- ${reading(data, result.predictor)}; y <- ${reading(data, screen.outcome)}; ok <- !is.na(x) & !is.na(y); x <- x[ok]; y <- y[ok]`,
    ...(result.families === null ? [] : ["f <- d$.family[ok]"]),
  ];
  const written = new Set<string>();
  const saying =
    (what: "p" | "estimate", has: ReadonlySet<string>): Say =>
    (method, code, group) => {
      written.add(`${what} ${method}`);
      if (!has.has(method)) return;
      // A remark goes behind the closing bracket, or it would swallow it.
      const [own = "", remark] = code.split(" # ");
      const name = group === undefined ? method : `${method} ${group}`;
      lines.push(
        `say(${quoted(result.predictor)}, ${quoted(name)}, "${what}", ${own})${remark === undefined ? "" : ` # ${remark}`}`,
      );
    };
  const tests = new Set(result.tests.filter((test) => !isRefused(test)).map((test) => test.method));
  const effects = new Set(
    result.effects.filter((each) => !("refused" in each)).map((each) => each.method),
  );
  const part: RPart = {
    lines,
    result,
    test: saying("p", tests),
    effect: saying("estimate", effects),
  };
  if (source.paired) pairedInR(part, kinds[0] === "categorical");
  else if (kinds[0] === "categorical" && kinds[1] === "categorical") tableInR(part);
  else if (kinds.includes("categorical")) groupsInR(part, kinds[0] === "numeric");
  else numbersInR(part);
  const left = [
    ...[...tests].filter((method) => !written.has(`p ${method}`)),
    ...[...effects].filter((method) => !written.has(`estimate ${method}`)),
  ];
  if (left.length > 0) lines.push(`# Not written in R here: ${left.join(", ")}`);
  return [...lines, ""];
}

function numbersInR({ test, effect }: RPart): void {
  test("spearman", 'quiet(cor.test(x, y, method = "spearman", exact = FALSE))$p.value');
  test("pearson-correlation", "cor.test(x, y)$p.value");
  test(
    "family-permutation-correlation",
    "permute(rank(x), f, function(x) cor(x, rank(y))^2) # within chance",
  );
  effect("spearman", 'cor(x, y, method = "spearman")');
  effect("pearson-correlation", "{ r <- cor.test(x, y); c(r$estimate, r$conf.int) }");
}

/** The whole-family permutation test in R. */
const permutationInR = [
  "permute <- function(x, f, statistic, B = 2000) {",
  "  x <- as.numeric(x); by <- split(seq_along(x), f); size <- lengths(by); own <- all(tapply(x, f, function(v) length(unique(v)) == 1))",
  "  one <- function() { z <- x",
  "    if (own) { v <- sapply(by, function(r) x[r[1]])[sample(length(by))]; for (k in seq_along(by)) z[by[[k]]] <- v[k] }",
  "    else for (s in unique(size)) { at <- which(size == s); from <- at[sample.int(length(at))]",
  "      for (k in seq_along(at)) { r <- by[[from[k]]]; z[by[[at[k]]]] <- x[r[sample.int(length(r))]] } }",
  "    statistic(z) }",
  "  seen <- statistic(x); (1 + sum(replicate(B, one()) >= seen - 1e-9)) / (B + 1) }",
];

/** Limits of a noncentrality, as shares of `scale`. */
const noncentralInR = [
  "limits <- function(x, df, scale, power = 1) {",
  "  at <- function(p) if (pchisq(x, df) < p) 0 else uniroot(function(l) pchisq(x, df, l) - p, c(0, 10 * x + 100), tol = 1e-11)$root",
  "  own <- (x / scale)^power; c(min(1, own), min(1, (at(.975) / scale)^power), max(min(1, own), min(1, (at(.025) / scale)^power))) }",
];

/** Pairs of rows in the same and in the opposite order, and pairs that differ in the row. */
const pairsInR = [
  "pairs_of <- function(m) { cells <- which(m >= 0, arr.ind = TRUE); at <- function(a, b, down) m[a, b] * sum(m[row(m) > a & (if (down) col(m) > b else col(m) < b)])",
  "  each <- function(down) sum(mapply(function(a, b) at(a, b, down), cells[, 1], cells[, 2])); n <- sum(m)",
  "  list(C = each(TRUE), D = each(FALSE), rows = (n^2 - sum(rowSums(m)^2)) / 2, columns = (n^2 - sum(colSums(m)^2)) / 2) }",
];
