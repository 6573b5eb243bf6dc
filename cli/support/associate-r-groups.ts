import type { RPart } from "./associate-r-part.ts";

/** R code for a number between groups; `fixedGroups` when the number is the predictor, and so what is permuted. */
export function groupsInR({ lines, test, effect }: RPart, fixedGroups: boolean): void {
  lines.push(
    fixedGroups ? "g <- droplevels(y); v <- x" : "g <- droplevels(x); v <- y",
    "i <- as.integer(if (is.factor(x)) x else y) - 1",
  );
  test("kruskal-wallis", "kruskal.test(v, g)$p.value");
  test("mann-whitney", "quiet(wilcox.test(v ~ g, exact = FALSE))$p.value");
  test("mann-whitney-exact", 'pvalue(wilcox_test(v ~ g, distribution = "exact"))');
  test("welch-t", "t.test(v ~ g)$p.value");
  test("welch-anova", "oneway.test(v ~ g)$p.value");
  test("anova", "oneway.test(v ~ g, var.equal = TRUE)$p.value");
  test("jonckheere-terpstra", jonckheereInR);
  test(
    "family-wald-means",
    "{ s <- svyglm(v ~ g, svydesign(ids = ~f, weights = ~1, data = data.frame(f, v, g))); regTermTest(s, ~g, df = length(unique(f)) - 1)$p }",
  );
  const between = fixedGroups
    ? "function(v) { m <- ave(v, g); sum((m - mean(v))^2) / sum((v - mean(v))^2) }"
    : "function(k) { m <- ave(w, k); sum((m - mean(w))^2) / sum((w - mean(w))^2) }";
  const permuted = (values: string): string =>
    fixedGroups
      ? `permute(${values}, f, ${between})`
      : `{ w <- ${values}; permute(i, f, ${between}) }`;
  test("family-permutation-ranks", `${permuted("rank(v)")} # within chance`);
  test("family-permutation-means", `${permuted("v")} # within chance`);
  test(
    "family-permutation-trend",
    `${fixedGroups ? "permute(rank(v), f, function(v) cor(v, i)^2)" : "permute(i, f, function(k) cor(rank(v), k)^2)"} # within chance`,
  );
  effect("mean-difference", "{ t <- t.test(v ~ g); c(-diff(t$estimate), t$conf.int) }");
  effect(
    "epsilon-squared",
    "{ h <- kruskal.test(v, g); limits(h$statistic[[1]], h$parameter[[1]], length(v) - 1) }",
  );
  effect(
    "probability-of-superiority",
    "quiet(wilcox.test(v ~ g, exact = FALSE))$statistic[[1]] / prod(table(g))",
  );
  effect("eta-squared", "summary(lm(v ~ g))$r.squared");
  effect("spearman", 'cor(v, i, method = "spearman")');
}

/** Jonckheere and Terpstra's test with the variance for ties. */
const jonckheereInR = [
  "{ a <- as.numeric(table(g)); b <- as.numeric(table(v)); n <- length(v); k <- nlevels(g); by <- split(v, g)",
  "J <- sum(unlist(lapply(seq_len(k - 1), function(s) lapply((s + 1):k, function(t) sum(outer(by[[s]], by[[t]], function(p, q) (p < q) + (p == q) / 2))))))",
  "third <- function(c) sum(c * (c - 1) * (2 * c + 5)); two <- function(c) sum(c * (c - 1)); three <- function(c) sum(c * (c - 1) * (c - 2))",
  "V <- (third(n) - third(a) - third(b)) / 72 + three(a) * three(b) / (36 * n * (n - 1) * (n - 2)) + two(a) * two(b) / (8 * n * (n - 1))",
  "2 * pnorm(-abs(J - (n^2 - sum(a^2)) / 4) / sqrt(V)) }",
].join("; ");
