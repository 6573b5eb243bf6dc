import { quoted, type RPart } from "./associate-r-part.ts";

/** R code for a table: its tests, its measures, and each two rows compared in their share of the event. */
export function tableInR({ lines, test, effect, result }: RPart): void {
  lines.push(
    "m <- table(x, y); m <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]; e <- outer(rowSums(m), colSums(m)) / sum(m); n <- sum(m)",
    "i <- as.integer(x) - 1; j <- as.integer(y) - 1",
  );
  test("pearson", "quiet(chisq.test(m, correct = FALSE))$p.value");
  test("pearson-yates", "quiet(chisq.test(m))$p.value");
  test(
    "likelihood-ratio",
    "pchisq(2 * sum(ifelse(m > 0, m * log(m / e), 0)), prod(dim(m) - 1), lower.tail = FALSE)",
  );
  test("fisher", "fisher.test(m)$p.value");
  test(
    "fisher-mid-p",
    "fisher.test(m)$p.value - dhyper(m[1, 1], sum(m[1, ]), sum(m[2, ]), sum(m[, 1])) / 2",
  );
  test("freeman-halton", "fisher.test(m, workspace = 2e8)$p.value");
  test(
    "freeman-halton-monte-carlo",
    "fisher.test(m, simulate.p.value = TRUE, B = 20000)$p.value # random tables: within chance",
  );
  test("linear-by-linear", "pchisq((length(i) - 1) * cor(i, j)^2, 1, lower.tail = FALSE)");
  test("cochran-armitage", "pchisq(length(i) * cor(i, j)^2, 1, lower.tail = FALSE)");
  test(
    "rao-scott",
    'quiet(svychisq(~x + y, svydesign(ids = ~f, weights = ~1, data = data.frame(f, x = droplevels(x), y = droplevels(y))), statistic = "F"))$p.value',
  );
  test(
    "family-permutation",
    "permute(i, f, function(i) { o <- table(i, j); p <- outer(rowSums(o), colSums(o)) / sum(o); sum((o - p)^2 / p) }) # within chance",
  );
  test("family-permutation-trend", "permute(i, f, function(i) cor(i, j)^2) # within chance");
  const x2 = "quiet(chisq.test(m, correct = FALSE))$statistic[[1]]";
  effect("cramers-v", `limits(${x2}, prod(dim(m) - 1), n * (min(dim(m)) - 1), .5)`);
  effect(
    "cramers-v-bias-corrected",
    `{ s <- dim(m) - (dim(m) - 1)^2 / (n - 1); sqrt(max(0, ${x2} / n - prod(dim(m) - 1) / (n - 1)) / (min(s) - 1)) }`,
  );
  effect("tau-b", "{ k <- pairs_of(m); (k$C - k$D) / sqrt(k$rows * k$columns) }");
  effect("gamma", "{ k <- pairs_of(m); (k$C - k$D) / (k$C + k$D) }");
  effect("somers-d", "{ k <- pairs_of(m); (k$C - k$D) / k$rows }");
  effect("lambda", "(sum(apply(m, 1, max)) - max(colSums(m))) / (n - max(colSums(m)))");
  comparedInR({ lines, test, effect, result });
}

/** Two rows at a time, the compared one first, the event in the first column. */
function comparedInR({ lines, effect, result }: RPart): void {
  const { table } = result;
  if (table === null) return;
  const filled = table.columns.filter((_, j) => table.counts.some((row) => (row[j] ?? 0) > 0));
  const event = table.event !== null && filled.includes(table.event) ? table.event : filled[0];
  const pairs = new Map(
    result.effects.flatMap((each) =>
      each.group === undefined || each.against === undefined
        ? []
        : [[`${each.group} against ${each.against}`, [each.group, each.against]] as const],
    ),
  );
  for (const [name, [group, against]] of pairs) {
    const own = new Set(
      result.effects.flatMap((each) =>
        each.group === group && each.against === against && !("refused" in each)
          ? [each.method]
          : [],
      ),
    );
    const value = (label: string | undefined): string =>
      quoted(table.rows[table.rowLabels.indexOf(label ?? "")] ?? "");
    const say = (method: string, code: string): void => {
      if (own.has(method)) effect(method, code, pairs.size > 1 ? name : undefined);
    };
    lines.push(
      `o <- m[c(${value(group)}, ${value(against)}), c(${quoted(event ?? "")}, setdiff(colnames(m), ${quoted(event ?? "")}))]; p <- o[, 1] / rowSums(o)`,
      "w <- lapply(1:2, function(k) prop.test(o[k, 1], sum(o[k, ]), correct = FALSE)$conf.int) # Wilson",
    );
    say(
      "risk-difference",
      "p[[1]] - p[[2]] + c(0, -sqrt((p[[1]] - w[[1]][1])^2 + (w[[2]][2] - p[[2]])^2), sqrt((w[[1]][2] - p[[1]])^2 + (p[[2]] - w[[2]][1])^2)) # Newcombe",
    );
    say(
      "risk-ratio",
      "p[[1]] / p[[2]] * exp(c(0, -z, z) * sqrt(sum(1 / o[, 1] - 1 / rowSums(o))))",
    );
    say(
      "odds-ratio",
      "o[1, 1] * o[2, 2] / (o[1, 2] * o[2, 1]) * exp(c(0, -z, z) * sqrt(sum(1 / o)))",
    );
    say(
      "odds-ratio-exact",
      "{ t <- fisher.test(o); c(t$estimate, t$conf.int) } # R works these out to four digits",
    );
    say("phi", "(o[1, 1] * o[2, 2] - o[1, 2] * o[2, 1]) / sqrt(prod(rowSums(o), colSums(o)))");
  }
}
