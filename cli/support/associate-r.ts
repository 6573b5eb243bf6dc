import type { Association, AssociationScreen } from "../../analysis/association/association.ts";
import { isRefused } from "../../analysis/association/test-result.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ReproduceSource } from "./reproduce-source.ts";

/**
 * R code that gives the numbers of a screen again: each line it prints is predictor, method, p-value (or estimate). Base R,
 * with the survey package where families are respected and coin for exact rank tests with ties. Permutation tests draw
 * other numbers in R, so they agree within chance and are marked so.
 */
export function associateInR(
  screen: AssociationScreen,
  data: Dataset,
  source: ReproduceSource,
): string {
  const file = source.file ?? "output/private/export/csv/children.csv";
  const family = source.family ?? (source.file === null ? "family_id" : null);
  const needs = new Set(
    screen.results.flatMap((result) => result.tests.map((test) => test.method)),
  );
  const familied = family !== null && data.families !== null;
  const lines = [
    ...(source.file === null
      ? ["# First write the table:  throughline export --to csv --tables children"]
      : []),
    `d <- read.csv(${quoted(file)}, colClasses = "character", check.names = FALSE, encoding = "UTF-8")`,
    'd[] <- lapply(d, function(x) { x <- trimws(x); x[x %in% c("", "NA", "N/A", "-9", "-8", "-7", "-6")] <- NA; x })',
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
    'say <- function(predictor, method, value) cat(predictor, method, format(value, digits = 15), sep = "\\t", fill = TRUE)',
    "quiet <- suppressWarnings",
    ...(needs.has("rao-scott") ? ["library(survey)"] : []),
    ...([...needs].some(
      (method) => method === "mann-whitney-exact" || method === "signed-rank-exact",
    )
      ? ["library(coin)"]
      : []),
    ...([...needs].some((method) => method.startsWith("family-permutation")) ? permutationInR : []),
    "",
    ...screen.results.flatMap((result) => ofResult(screen, result, data, source)),
  ];
  return `${lines.join("\n")}\n`;
}

const quoted = (text: string): string => JSON.stringify(text);

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
  const predictor = columnOf(data, result.predictor);
  const outcome = columnOf(data, screen.outcome);
  const name = quoted(result.predictor);
  const tests = result.tests.filter((test) => !isRefused(test)).map((test) => test.method);
  const effects = result.effects.filter((each) => !("refused" in each)).map((each) => each.method);
  const lines = [
    `# ${result.predictor}${result.reason === "" ? "" : `: ${result.reason}`}`,
    `x <- ${reading(data, result.predictor)}; y <- ${reading(data, screen.outcome)}; ok <- !is.na(x) & !is.na(y); x <- x[ok]; y <- y[ok]`,
    ...(result.families === null ? [] : ["f <- d$.family[ok]"]),
  ];
  const say = (method: string, code: string): void => {
    if (tests.includes(method) || effects.includes(method)) {
      // A remark goes behind the closing bracket, or it would swallow it.
      const [own = "", remark] = code.split(" # ");
      lines.push(
        `say(${name}, ${quoted(method)}, ${own})${remark === undefined ? "" : ` # ${remark}`}`,
      );
    }
  };
  if (source.paired) {
    pairedInR(lines, say, predictor.kind === "categorical", result);
    return [...lines, ""];
  }
  if (predictor.kind === "categorical" && outcome.kind === "categorical") {
    lines.push(
      "m <- table(x, y); m <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]; e <- outer(rowSums(m), colSums(m)) / sum(m)",
      "i <- as.integer(x) - 1; j <- as.integer(y) - 1",
    );
    say("pearson", "quiet(chisq.test(m, correct = FALSE))$p.value");
    say("pearson-yates", "quiet(chisq.test(m))$p.value");
    say(
      "likelihood-ratio",
      "pchisq(2 * sum(ifelse(m > 0, m * log(m / e), 0)), prod(dim(m) - 1), lower.tail = FALSE)",
    );
    say("fisher", "fisher.test(m)$p.value");
    say(
      "fisher-mid-p",
      "fisher.test(m)$p.value - dhyper(m[1, 1], sum(m[1, ]), sum(m[2, ]), sum(m[, 1])) / 2",
    );
    say("freeman-halton", "fisher.test(m, workspace = 2e8)$p.value");
    say(
      "freeman-halton-monte-carlo",
      "fisher.test(m, simulate.p.value = TRUE, B = 20000)$p.value # random tables: within chance",
    );
    say("linear-by-linear", "pchisq((length(i) - 1) * cor(i, j)^2, 1, lower.tail = FALSE)");
    say("cochran-armitage", "pchisq(length(i) * cor(i, j)^2, 1, lower.tail = FALSE)");
    say(
      "rao-scott",
      'as.numeric(quiet(svychisq(~x + y, svydesign(ids = ~f, weights = ~1, data = data.frame(f, x = droplevels(x), y = droplevels(y))), statistic = "F"))$p.value)',
    );
    say(
      "family-permutation",
      "permute(i, f, function(i) { o <- table(i, j); p <- outer(rowSums(o), colSums(o)) / sum(o); sum((o - p)^2 / p) }) # within chance",
    );
    say("family-permutation-trend", "permute(i, f, function(i) cor(i, j)^2) # within chance");
    say(
      "cramers-v",
      "sqrt(quiet(chisq.test(m, correct = FALSE))$statistic[[1]] / (sum(m) * (min(dim(m)) - 1)))",
    );
    say("tau-b", 'cor(i, j, method = "kendall")');
    if (
      result.table !== null &&
      effects.includes("risk-difference") &&
      !effects.some(isContrast(result))
    ) {
      twoByTwoInR(lines, say, result);
    }
    return [...lines, ""];
  }
  if (predictor.kind === "categorical" || outcome.kind === "categorical") {
    lines.push(
      predictor.kind === "categorical"
        ? "g <- droplevels(x); v <- y"
        : "g <- droplevels(y); v <- x",
      "i <- as.integer(if (is.factor(x)) x else y) - 1",
    );
    const fixedGroups = predictor.kind === "numeric";
    say("kruskal-wallis", "kruskal.test(v, g)$p.value");
    say("mann-whitney", "quiet(wilcox.test(v ~ g, exact = FALSE))$p.value");
    say("mann-whitney-exact", 'as.numeric(pvalue(wilcox_test(v ~ g, distribution = "exact")))');
    say("welch-t", "t.test(v ~ g)$p.value");
    say("welch-anova", "oneway.test(v ~ g)$p.value");
    say("anova", "oneway.test(v ~ g, var.equal = TRUE)$p.value");
    say("mean-difference", "-diff(tapply(v, g, mean))[[1]]");
    say("epsilon-squared", "kruskal.test(v, g)$statistic[[1]] / (length(v) - 1)");
    say(
      "probability-of-superiority",
      "quiet(wilcox.test(v ~ g, exact = FALSE))$statistic[[1]] / prod(table(g))",
    );
    say("eta-squared", "summary(lm(v ~ g))$r.squared");
    say("spearman", 'cor(v, i, method = "spearman")');
    const between = fixedGroups
      ? "function(v) { m <- ave(v, g); sum((m - mean(v))^2) / sum((v - mean(v))^2) }"
      : "function(k) { m <- ave(w, k); sum((m - mean(w))^2) / sum((w - mean(w))^2) }";
    const permuted = (values: string): string =>
      fixedGroups
        ? `permute(${values}, f, ${between})`
        : `{ w <- ${values}; permute(i, f, ${between}) }`;
    say("family-permutation-ranks", `${permuted("rank(v)")} # within chance`);
    say("family-permutation-means", `${permuted("v")} # within chance`);
    say(
      "family-permutation-trend",
      `${fixedGroups ? "permute(rank(v), f, function(v) cor(v, i)^2)" : "permute(i, f, function(k) cor(rank(v), k)^2)"} # within chance`,
    );
    return [...lines, ""];
  }
  say("spearman", 'quiet(cor.test(x, y, method = "spearman", exact = FALSE))$p.value');
  say("pearson-correlation", "cor.test(x, y)$p.value");
  say(
    "family-permutation-correlation",
    "permute(rank(x), f, function(x) cor(x, rank(y))^2) # within chance",
  );
  return [...lines, ""];
}

const isContrast = (result: Association) => (): boolean =>
  result.effects.filter((effect) => effect.method === "risk-difference").length > 1;

function twoByTwoInR(
  lines: string[],
  say: (method: string, code: string) => void,
  result: Association,
): void {
  const difference = result.effects.find((effect) => effect.method === "risk-difference");
  if (difference === undefined || "refused" in difference) return;
  // Rows and columns are put so that the compared row and the event come first.
  const { table } = result;
  if (table === null) return;
  const event = table.event ?? table.columns[0];
  lines.push(
    `p <- m[, ${quoted(event ?? "")}] / rowSums(m); if (abs((p[[1]] - p[[2]]) - ${difference.estimate}) > 1e-9) { m <- m[2:1, ]; p <- p[2:1] }; m <- m[, c(${quoted(event ?? "")}, setdiff(colnames(m), ${quoted(event ?? "")}))]`,
  );
  say("risk-difference", "p[[1]] - p[[2]]");
  say("risk-ratio", "p[[1]] / p[[2]]");
  say("odds-ratio", "m[1, 1] * m[2, 2] / (m[1, 2] * m[2, 1])");
  say("phi", "(m[1, 1] * m[2, 2] - m[1, 2] * m[2, 1]) / sqrt(prod(rowSums(m), colSums(m)))");
}

function pairedInR(
  lines: string[],
  say: (method: string, code: string) => void,
  categorical: boolean,
  result: Association,
): void {
  lines.push(
    categorical
      ? "x <- factor(x, levels = levels(y)); m <- table(x, y); v <- as.integer(y) - as.integer(x)"
      : "v <- y - x",
  );
  say("mcnemar-exact", "binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value");
  say(
    "mcnemar-mid-p",
    "binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value - dbinom(m[1, 2], m[1, 2] + m[2, 1], .5)",
  );
  say("mcnemar", "mcnemar.test(m, correct = FALSE)$p.value");
  say("mcnemar-corrected", "mcnemar.test(m)$p.value");
  say("bowker", "mcnemar.test(m)$p.value # levels between which nobody changed are left out by us");
  say("signed-rank", "quiet(wilcox.test(v, exact = FALSE))$p.value");
  say(
    "signed-rank-exact",
    'as.numeric(pvalue(wilcoxsign_test(v ~ rep(0, length(v)), zero.method = "Wilcoxon", distribution = "exact")))',
  );
  say("paired-t", "t.test(v)$p.value");
  say("mean-change", "mean(v)");
  if (result.families !== null) {
    say(
      "family-permutation-paired",
      "{ r <- ifelse(v == 0, 0, rank(abs(v)) - sum(v == 0)) * sign(v); s <- tapply(r, f, sum); b <- replicate(2000, abs(sum(s * sample(c(-1, 1), length(s), TRUE)))); (1 + sum(b >= abs(sum(s)) - 1e-9)) / 2001 } # within chance",
    );
  }
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
