import type { AssociationScreen } from "../../analysis/association/association.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ReproduceSource } from "./reproduce-source.ts";

/**
 * SPSS syntax that gives the numbers of a screen again, as far as SPSS has them: tests that respect families are named in
 * comments with the module that comes nearest.
 */
export function associateInSpss(
  screen: AssociationScreen,
  data: Dataset,
  source: ReproduceSource,
): string {
  const file = source.file ?? "output/private/export/csv/children.csv";
  const used = [...new Set([screen.outcome, ...screen.results.map((result) => result.predictor)])];
  const categorical = used.filter((name) => columnOf(data, name).kind === "categorical");
  const variables = [...data.columns.values()].map(
    (column) =>
      `    ${spssName(column.name)} ${column.kind === "numeric" || column.name === source.weights ? "F12.6" : "A60"}`,
  );
  const lines = [
    ...(source.file === null
      ? ["* First write the table:  throughline export --to csv --tables children."]
      : []),
    `GET DATA /TYPE=TXT /FILE=${quoted(file)} /ARRANGEMENT=DELIMITED /DELIMITERS="," /QUALIFIER='"' /FIRSTCASE=2`,
    "  /VARIABLES=",
    `${variables.join("\n")}.`,
    ...(source.weights === null ? [] : [`WEIGHT BY ${spssName(source.weights)}.`]),
    ...categorical.flatMap((name) => numbered(data, name)),
    ...used
      .filter((name) => columnOf(data, name).kind === "numeric")
      .map((name) => `MISSING VALUES ${spssName(name)} (-9 THRU -6).`),
  ];
  const code = (name: string): string =>
    categorical.includes(name) ? `${spssName(name)}_n` : spssName(name);
  for (const result of screen.results) {
    const [x, y] = [code(result.predictor), code(screen.outcome)];
    const [xNumber, yNumber] = [result.predictor, screen.outcome].map(
      (name) => columnOf(data, name).kind === "numeric",
    );
    lines.push(`* ${result.predictor}.`);
    if (source.paired) {
      const two = !xNumber && (result.table?.rows.length ?? 0) === 2;
      lines.push(`NPAR TESTS /${two ? "MCNEMAR" : "WILCOXON"}=${x} WITH ${y} (PAIRED).`);
    } else if (!xNumber && !yNumber) {
      lines.push(
        `CROSSTABS /TABLES=${x} BY ${y} /STATISTICS=CHISQ PHI LAMBDA BTAU GAMMA D RISK /CELLS=COUNT ROW ASRESIDUAL.`,
      );
    } else if (xNumber && yNumber) {
      lines.push(`CORRELATIONS /VARIABLES=${x} ${y}.`);
      lines.push(`NONPAR CORR /VARIABLES=${x} ${y} /PRINT=SPEARMAN.`);
    } else {
      const [number, group] = xNumber ? [x, y] : [y, x];
      const levels = (result.groups ?? []).length;
      const present = (result.groups ?? []).flatMap((own, place) => (own.n > 0 ? [place + 1] : []));
      lines.push(
        present.length === 2
          ? `NPAR TESTS /MANN-WHITNEY=${number} BY ${group} (${present.join(", ")}).\nT-TEST GROUPS=${group} (${present.join(", ")}) /VARIABLES=${number}.`
          : `NPAR TESTS /KRUSKAL-WALLIS=${number} BY ${group} (1, ${levels}).\nONEWAY ${number} BY ${group} /STATISTICS=DESCRIPTIVES.`,
      );
    }
    if (result.families !== null) {
      lines.push(
        "* Families: Complex Samples (CSPLAN with the family as cluster, then CSTABULATE or CSGLM) comes nearest; whole-family permutation is not in SPSS.",
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

/** A numeric copy of a text variable, its levels numbered in the order of the data dictionary. */
function numbered(data: Dataset, name: string): string[] {
  const column = columnOf(data, name);
  if (column.kind !== "categorical") return [];
  const own = spssName(name);
  const pairs = column.levels.map(({ value }, place) => `(${quoted(value)}=${place + 1})`);
  const labels = column.levels.map(({ label }, place) => `${place + 1} ${quoted(label)}`);
  return [
    `RECODE ${own} ${pairs.join(" ")} (ELSE=SYSMIS) INTO ${own}_n.`,
    `VALUE LABELS ${own}_n ${labels.join(" ")}.`,
  ];
}

/** SPSS doubles a quote inside quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name that SPSS takes: letters, digits and underscores, at most 60 of them. */
const spssName = (name: string): string =>
  name
    .replace(/[^A-Za-z0-9_]/g, "_")
    .replace(/^([^A-Za-z])/, "v$1")
    .slice(0, 60);
