import type { TreeValidation } from "../../analysis/trees/cross-validate-tree.ts";
import type { TreeStability } from "../../analysis/trees/tree-stability.ts";
import { fixed, percent } from "../../analysis/words/number-text.ts";
import { textTable } from "./text-table.ts";
import type { TreeRun } from "./tree-run.ts";
import { wrapText } from "./wrap-text.ts";

/** Whether a tree is real: what resampled trees look like, and how well it predicts families left out. */
export function treeCheckText(
  { tree, stability, validation, notResampled, fewer }: TreeRun,
  width: number,
): string {
  const lines: string[] = [];
  const add = (text: string): void => {
    lines.push(...wrapText(text, 0, width, 2));
  };
  if (stability !== null) {
    lines.push("");
    stabilityWords(stability, tree.nodes.length > 1, add, (line) => lines.push(line), width);
  }
  if (fewer && stability !== null) {
    add("Fewer trees than the usual 1,000, as each takes long here: --resamples 1000 grows them.");
  }
  if (notResampled) {
    lines.push("");
    add("Nothing was resampled: the frequencies are not whole numbers, or there are no rows.");
  }
  if (validation !== null) {
    lines.push("");
    const known = tree.costs.length > 0 || tree.priorsFrom === "given";
    validationWords(
      validation,
      known ? "giving everybody the root's prediction" : "always guessing the largest group",
      add,
    );
  }
  const body = lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  if (validation === null || validation.confusion.length === 0) return body;
  if (tree.classes.length > mostColumns) {
    return `${body}Observed by predicted is in --json: ${tree.classes.length} classes are too many for a screen.\n`;
  }
  const corner = "Observed \\ predicted";
  const needed = tree.classes.reduce((sum, each) => sum + each.label.length + 2, corner.length);
  const room =
    needed <= width ? width : Math.max(6, Math.floor((width - 18) / tree.classes.length) - 2);
  const table = textTable(
    [
      { header: corner },
      ...tree.classes.map((each) => ({
        header: wrapText(each.label, 0, room)
          .map((line) => (line.length > room ? `${line.slice(0, room - 1)}…` : line))
          .join("\n"),
        align: "right" as const,
      })),
    ],
    tree.classes.map((each, observed) => [
      each.label,
      ...(validation.confusion[observed] ?? []).map((count) => fixed(count, 0)),
    ]),
    width,
  );
  return `${body}${table}`;
}

const mostColumns = 8;

function stabilityWords(
  stability: TreeStability,
  split: boolean,
  add: (text: string) => void,
  line: (text: string) => void,
  width: number,
): void {
  const whole = (share: number): string => percent(share, 1);
  add(
    `Is the tree real? ${stability.resamples.toLocaleString("en-GB")} trees from resampled ${stability.resampled} (seed ${stability.seed}); first split on:`,
  );
  for (const root of stability.root) {
    const [first = "", ...rest] = wrapText(root.label, 8, width);
    line(`  ${whole(root.share).padStart(4)}${first.slice(6)}`);
    for (const own of rest) line(own);
  }
  const often = stability.cuts.filter((cut) => cut.anywhereShare >= 0.05);
  for (const variable of new Set(often.map((cut) => cut.variable))) {
    const label = stability.used.find((each) => each.variable === variable)?.label ?? variable;
    add(
      `${label} was cut just below (first split, anywhere): ${often
        .filter((cut) => cut.variable === variable)
        .map((cut) => `${cut.below} (${whole(cut.share)}, ${whole(cut.anywhereShare)})`)
        .join(", ")}.`,
    );
  }
  if (stability.used.length > 1) {
    add(
      `Anywhere in the tree: ${stability.used.map((each) => `${each.label} ${whole(each.share)}`).join(", ")}.`,
    );
  }
  const { consensus } = stability;
  if (consensus.variable !== null && consensus.groupLabels !== null) {
    const groups = consensus.groupLabels.join(" | ");
    add(
      `Most often first: ${consensus.label} ${groups.length > 400 ? `in ${consensus.groupLabels.length} groups (see --json)` : `as ${groups}`}, in ${whole(consensus.groupingShare ?? 0)} of the trees that begin with it${consensus.cuts.length === 0 ? "" : `; cut below ${consensus.cuts.join(" and ")} in more than half of them`}.`,
    );
  }
  if (split && stability.sameRootSplit !== null) {
    add(`Exactly the first split of this tree: ${whole(stability.sameRootSplit)}.`);
  }
}

function validationWords(
  validation: TreeValidation,
  otherwise: string,
  add: (text: string) => void,
): void {
  const who = validation.leftOut === "families" ? "Families" : "Rows";
  const within = (error: number | null): string =>
    error === null ? "" : ` (s.e. ${fixed(error, 3)})`;
  if (validation.accuracy === null) {
    add(
      `${who} left out in turn (${validation.folds} folds): mean squared error ${fixed(validation.risk, 3)}${within(validation.riskStandardError)}, against ${fixed(validation.baselineRisk, 3)} by always saying the mean; ${fixed(validation.resubstitutionRisk, 3)} on its own rows.`,
    );
    return;
  }
  const gain = (validation.gain ?? 0) * 100;
  const points = `${gain >= 0 ? "+" : ""}${fixed(gain, 0)} points (s.e. ${fixed((validation.gainStandardError ?? 0) * 100, 0)})`;
  add(
    `${who} left out in turn (${validation.folds} folds): ${percent(validation.accuracy, 1)} predicted rightly, against ${percent(validation.baseline, 1)} by ${otherwise}: ${points}. Risk ${fixed(validation.risk, 3)}${within(validation.riskStandardError)}; ${fixed(validation.resubstitutionRisk, 3)} on its own rows, which flatters.`,
  );
}
