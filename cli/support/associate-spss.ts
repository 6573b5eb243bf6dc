import type { AssociationScreen } from "../../analysis/association/association.ts";
import { columnOf, type Dataset } from "../../data-dictionary/table/dataset.ts";
import type { ReproduceSource } from "./reproduce-source.ts";
import { openInSpss, recodeInSpss, spssName, spssText } from "./spss-data.ts";

/**
 * SPSS syntax that gives the numbers of a screen again, as far as SPSS has them: tests that respect families are named in
 * comments with the module that comes nearest.
 */
export function associateInSpss(
  screen: AssociationScreen,
  data: Dataset,
  source: ReproduceSource,
): string {
  const used = [...new Set([screen.outcome, ...screen.results.map((result) => result.predictor)])];
  const categorical = used.filter((name) => columnOf(data, name).kind === "categorical");
  const lines = [
    ...openInSpss(data, source, used),
    ...categorical.flatMap((name) => numbered(data, name)),
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
  const own = `${spssName(name)}_n`;
  const labels = column.levels.map(({ label }, place) => `${place + 1} ${spssText(label)}`);
  return [
    recodeInSpss(
      name,
      column.levels.map(({ value }, place) => [value, place + 1]),
      own,
    ),
    `VALUE LABELS ${own} ${labels.join(" ")}.`,
  ];
}
