import type { AgreementScreen, ItemAgreement } from "../../analysis/agreement/agree-items.ts";
import type { RatingMatrix } from "../../analysis/agreement/rating-matrix.ts";

/**
 * R code or SPSS syntax that gives the same agreement, from the tables of each pair of coders, which it holds:
 * it is for the team's own use. Of three coders or more, R also gets how often each set of ratings was given. Family
 * bootstraps have no counterpart in either, so intervals of R and SPSS are the plain ones.
 */
export function reproduceAgreement(
  screen: AgreementScreen,
  items: readonly { readonly item: string; readonly ratings: RatingMatrix }[],
  language: "r" | "spss",
): string {
  const parts = screen.results.flatMap((result) => {
    const ratings = items.find(({ item }) => item === result.item)?.ratings;
    const pairs = result.pairs.map((_pair, place) =>
      language === "r" ? inR(result, place, ratings) : inSpss(result, place),
    );
    return language === "r" && ratings !== undefined && ratings.coders.length > 2
      ? [...pairs, manyInR(result, ratings)]
      : pairs;
  });
  const mark = language === "r" ? "# " : "* ";
  const end = language === "r" ? "" : ".";
  return `${mark}Holds real counts: not for release. Intervals are the plain ones, cases taken as independent${end}\n${language === "r" ? "library(psych); library(vcd)\n" : ""}${parts.join("")}`;
}

function inR(result: ItemAgreement, place: number, ratings: RatingMatrix | undefined): string {
  const pair = result.pairs[place]!;
  const alone = ratings === undefined ? [] : ratedOnce(ratings, pair.coders);
  const labels = result.categories.map(({ value }) => JSON.stringify(value)).join(", ");
  const size = result.categories.length;
  const lines = [
    `\n# ${result.item}: ${pair.coders[0]} in rows, ${pair.coders[1]} in columns`,
    `m <- matrix(c(${pair.table.flat().join(", ")}), ${size}, byrow = TRUE, dimnames = list(c(${labels}), c(${labels})))`,
    "sum(diag(m)) / sum(m) # percent agreement",
    "prop.test(sum(diag(m)), sum(m), correct = FALSE)$conf.int # Wilson",
    "vcd::Kappa(m) # Unweighted; Weighted is linear",
  ];
  if (result.scale !== "nominal") {
    lines.push(
      'vcd::Kappa(m, weights = "Fleiss-Cohen") # quadratic',
      "psych::cohen.kappa(m) # its weights are quadratic",
    );
  }
  lines.push(
    ...(alone.some((count) => count > 0)
      ? [
          `alone <- c(${alone.join(", ")}) # cases that one of the two rated, by value: they count for chance in AC1`,
          "p <- ((rowSums(m) + colSums(m)) / 2 + alone) / (sum(m) + sum(alone))",
        ]
      : ["p <- (rowSums(m) + colSums(m)) / (2 * sum(m))"]),
    `pe <- sum(p * (1 - p)) / (${size} - 1)`,
    "(sum(diag(m)) / sum(m) - pe) / (1 - pe) # Gwet's AC1",
    "o <- m + t(m) # coincidences",
    ...alphaInR(result),
  );
  if (result.scale === "interval") {
    lines.push(
      "long <- rbind(row(m)[rep(seq_along(m), m)], col(m)[rep(seq_along(m), m)])",
      "psych::ICC(matrix(v[t(long)], ncol = 2), lmer = FALSE) # ICC2",
    );
  }
  return `${lines.join("\n")}\n`;
}

/** How many cases one of two coders rated and the other did not, by value. */
function ratedOnce(ratings: RatingMatrix, coders: readonly string[]): number[] {
  const counts = ratings.categories.map(() => 0);
  const places = coders.map((coder) => ratings.coders.indexOf(coder));
  for (let row = 0; row < ratings.cases; row++) {
    const own = places
      .map((place) => ratings.codes[row * ratings.coders.length + place] as number)
      .filter((code) => code >= 0);
    if (own.length === 1) counts[own[0] as number]! += ratings.frequencies?.[row] ?? 1;
  }
  return counts;
}

/** Krippendorff's alpha from the table of coincidences `o`. */
function alphaInR(result: ItemAgreement): string[] {
  const distance = {
    nominal: "outer(seq_along(k), seq_along(k), '!=')",
    ordinal:
      "outer(seq_along(k), seq_along(k), Vectorize(function(a, b) (sum(k[min(a, b):max(a, b)]) - (k[a] + k[b]) / 2)^2))",
    interval: "outer(v, v, '-')^2",
  }[result.scale];
  return [
    ...(result.scale === "interval"
      ? [`v <- c(${result.categories.map(({ value }) => value).join(", ")})`]
      : []),
    `k <- rowSums(o); delta <- ${distance}`,
    "1 - (sum(k) - 1) * sum(o * delta) / sum(outer(k, k) * delta) # Krippendorff's alpha",
  ];
}

/** Three coders or more: the sets of ratings with their counts, and the measures over all coders. */
function manyInR(result: ItemAgreement, ratings: RatingMatrix): string {
  const width = ratings.coders.length;
  const seen = new Map<string, number>();
  for (let row = 0; row < ratings.cases; row++) {
    const codes = Array.from(ratings.codes.subarray(row * width, (row + 1) * width), (code) =>
      code < 0 ? "NA" : String(code + 1),
    );
    if (codes.every((code) => code === "NA")) continue;
    const key = codes.join(", ");
    seen.set(key, (seen.get(key) ?? 0) + (ratings.frequencies?.[row] ?? 1));
  }
  const size = result.categories.length;
  const kept = [...seen].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${[
    `\n# ${result.item}: all coders; each row a set of ratings (numbers of the values), with how many cases had it`,
    `s <- matrix(c(${kept.map(([key]) => key).join(", ")}), ${kept.length}, byrow = TRUE); w <- c(${kept.map(([, count]) => count).join(", ")})`,
    `n <- t(apply(s, 1, function(r) tabulate(r[!is.na(r)], ${size})))[rep(seq_along(w), w), ]`,
    "p <- colMeans(n / rowSums(n)) # cases rated once count for chance",
    "n <- n[rowSums(n) > 1, ]; r <- rowSums(n)",
    "po <- mean(rowSums(n * (n - 1)) / (r * (r - 1)))",
    "po # percent agreement",
    "(po - sum(p^2)) / (1 - sum(p^2)) # Fleiss' kappa",
    `(po - sum(p * (1 - p)) / (${size} - 1)) / (1 - sum(p * (1 - p)) / (${size} - 1)) # Gwet's AC1`,
    "o <- Reduce('+', lapply(seq_len(nrow(n)), function(u) (outer(n[u, ], n[u, ]) - diag(n[u, ])) / (r[u] - 1)))",
    ...alphaInR(result),
  ].join("\n")}\n`;
}

function inSpss(result: ItemAgreement, place: number): string {
  const pair = result.pairs[place]!;
  const rows = pair.table.flatMap((row, a) =>
    row.flatMap((count, b) => (count === 0 ? [] : [`${a + 1} ${b + 1} ${count}`])),
  );
  const labels = result.categories
    .map(({ label }, code) => `${code + 1} '${label.replaceAll("'", "''")}'`)
    .join(" ");
  return [
    `\n* ${result.item}: ${pair.coders.join(" and ")}.`,
    "DATA LIST FREE / first second count.",
    "BEGIN DATA",
    ...rows,
    "END DATA.",
    `VALUE LABELS first second ${labels}.`,
    "WEIGHT BY count.",
    "CROSSTABS /TABLES=first BY second /STATISTICS=KAPPA.",
    ...(result.scale === "interval"
      ? [
          `RECODE first second ${result.categories.map(({ value }, code) => `(${code + 1}=${value})`).join(" ")}.`,
          "RELIABILITY /VARIABLES=first second /MODEL=ALPHA /ICC=MODEL(RANDOM) TYPE(ABSOLUTE).",
        ]
      : []),
    ...(result.scale === "nominal"
      ? []
      : ["* Weighted kappa: Analyze, Scale, Weighted Kappa, in version 27 and later."]),
    "",
  ].join("\n");
}
