import type { AgreementScreen, ItemAgreement } from "../../analysis/agreement/agree-items.ts";

/**
 * R code or SPSS syntax that gives the same agreement, from the tables of each pair of coders, which it holds:
 * it is for the team's own use. Family bootstraps have no counterpart in either, so intervals of R and SPSS are the plain ones.
 */
export function reproduceAgreement(screen: AgreementScreen, language: "r" | "spss"): string {
  const parts = screen.results.flatMap((result) =>
    result.pairs.map((_pair, place) => (language === "r" ? inR : inSpss)(result, place)),
  );
  const mark = language === "r" ? "# " : "* ";
  const end = language === "r" ? "" : ".";
  return `${mark}Holds real counts: not for release. Intervals are the plain ones, cases taken as independent${end}\n${language === "r" ? "library(psych); library(vcd)\n" : ""}${parts.join("")}`;
}

function inR(result: ItemAgreement, place: number): string {
  const pair = result.pairs[place]!;
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
    `p <- (rowSums(m) + colSums(m)) / (2 * sum(m)); pe <- sum(p * (1 - p)) / (${size} - 1)`,
    "(sum(diag(m)) / sum(m) - pe) / (1 - pe) # Gwet's AC1",
    "long <- rbind(row(m)[rep(seq_along(m), m)], col(m)[rep(seq_along(m), m)])",
    `irr::kripp.alpha(long, ${JSON.stringify(result.scale)}) # Krippendorff's alpha`,
  );
  if (result.scale === "interval") {
    lines.push(
      `v <- c(${result.categories.map(({ value }) => value).join(", ")})`,
      "psych::ICC(matrix(v[t(long)], ncol = 2), lmer = FALSE) # ICC2",
    );
  }
  return `${lines.join("\n")}\n`;
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
    ...(result.scale === "nominal"
      ? []
      : ["* Weighted kappa: Analyze, Scale, Weighted Kappa, in version 27 and later."]),
    "",
  ].join("\n");
}
