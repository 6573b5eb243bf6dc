import type { RPart } from "./associate-r-part.ts";

/** R code for before and after. */
export function pairedInR({ lines, test, effect, result }: RPart, categorical: boolean): void {
  lines.push(
    categorical
      ? "x <- factor(x, levels = levels(y)); m <- table(x, y); v <- as.integer(y) - as.integer(x)"
      : "v <- y - x",
  );
  test("mcnemar-exact", "binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value");
  test(
    "mcnemar-mid-p",
    "binom.test(m[1, 2], m[1, 2] + m[2, 1])$p.value - dbinom(m[1, 2], m[1, 2] + m[2, 1], .5)",
  );
  test("mcnemar", "mcnemar.test(m, correct = FALSE)$p.value");
  test("mcnemar-corrected", "mcnemar.test(m)$p.value");
  test(
    "bowker",
    "{ u <- which(upper.tri(m) & m + t(m) > 0); pchisq(sum(((m - t(m))^2 / (m + t(m)))[u]), length(u), lower.tail = FALSE) }",
  );
  test("signed-rank", "quiet(wilcox.test(v, exact = FALSE))$p.value");
  test(
    "signed-rank-exact",
    'pvalue(wilcoxsign_test(v ~ rep(0, length(v)), zero.method = "Wilcoxon", distribution = "exact"))',
  );
  test("paired-t", "t.test(v)$p.value");
  if (result.families !== null) {
    test(
      "family-permutation-paired",
      "{ r <- ifelse(v == 0, 0, rank(abs(v)) - sum(v == 0)) * sign(v); s <- tapply(r, f, sum); b <- replicate(2000, abs(sum(s * sample(c(-1, 1), length(s), TRUE)))); (1 + sum(b >= abs(sum(s)) - 1e-9)) / 2001 } # within chance",
    );
  }
  effect("mean-change", "c(mean(v), t.test(v)$conf.int)");
  effect(
    "matched-rank-biserial",
    "{ u <- v[v != 0]; r <- rank(abs(u)); sum(r * sign(u)) / sum(r) }",
  );
}
