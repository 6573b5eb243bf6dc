import { type Command, InvalidArgumentError, Option } from "commander";
import {
  crossValidateTree,
  type TreeValidation,
} from "../../analysis/trees/cross-validate-tree.ts";
import { growTree, type Tree } from "../../analysis/trees/grow-tree.ts";
import { type TreeSettings, treeSettings } from "../../analysis/trees/settings.ts";
import { treeData } from "../../analysis/trees/tree-data.ts";
import { rulesAsRuleFile, rulesInSql, rulesInWords } from "../../analysis/trees/tree-rules.ts";
import { type TreeStability, treeStability } from "../../analysis/trees/tree-stability.ts";
import type { Io } from "../io.ts";
import {
  type DataOptions,
  loadData,
  names,
  wholeNumber,
  withDataOptions,
} from "../support/load-data.ts";
import { counted, fixed, percent, pText } from "../support/number-text.ts";
import { type OutputOptions, printOutput, withOutputOptions } from "../support/output.ts";
import { notForRelease } from "../support/screen-note.ts";
import { styler } from "../support/style.ts";

interface TreeCommandOptions extends DataOptions, OutputOptions {
  readonly with: readonly string[];
  readonly like: TreeSettings["preset"];
  readonly method?: TreeSettings["method"];
  readonly statistic?: TreeSettings["statistic"];
  readonly plain?: boolean;
  readonly alphaSplit?: number;
  readonly alphaMerge?: number;
  readonly depth?: number;
  readonly minParent?: number;
  readonly minChild?: number;
  readonly minFamilies?: number;
  readonly bonferroni: boolean;
  readonly cuts?: readonly string[];
  readonly resamples: number;
  readonly folds: number;
  readonly rules?: "words" | "sql" | "file";
}

export function configure(command: Command, io: Io): void {
  withOutputOptions(withDataOptions(command))
    .argument("<outcome>", "the outcome, a categorical variable")
    .requiredOption("--with <variables>", "the predictors, with commas between", names)
    .addOption(
      new Option("--like <program>", "whose settings to start from")
        .choices(["throughline", "spss", "r"])
        .default("throughline"),
    )
    .addOption(
      new Option("--method <name>", "standard or exhaustive CHAID").choices([
        "chaid",
        "exhaustive-chaid",
      ]),
    )
    .addOption(
      new Option("--statistic <name>", "the chi-squared of merging").choices([
        "pearson",
        "likelihood-ratio",
      ]),
    )
    .option("--plain", "test splits as if brothers and sisters were strangers")
    .option("--alpha-split <p>", "largest adjusted p of a split", probability)
    .option("--alpha-merge <p>", "pairs of categories above this p are merged", probability)
    .option("--no-bonferroni", "do not multiply p by the number of ways to merge")
    .option("--depth <n>", "levels below the root", wholeNumber)
    .option("--min-parent <n>", "fewest rows in a node to split it", wholeNumber)
    .option("--min-child <n>", "fewest rows in a child", wholeNumber)
    .option("--min-families <n>", "fewest families in a child", wholeNumber)
    .option("--cuts <cuts>", "cut points of a numeric predictor: 6,13 or name=6,13", names)
    .option("--resamples <n>", "trees grown from resampled families; 0 for none", wholeNumber, 1000)
    .option("--folds <n>", "folds of the family-wise cross-validation; 0 for none", wholeNumber, 10)
    .addOption(
      new Option("--rules <form>", "print the tree as rules instead").choices([
        "words",
        "sql",
        "file",
      ]),
    )
    .addHelpText(
      "after",
      `
Examples:
  $ throughline tree stability_5y --with age_at_index
  $ throughline tree stability_5y --with age_at_index,authority --cuts age_at_index=6,13
  $ throughline tree outcome --with a,b,c --data file.csv --like spss --resamples 0`,
    )
    .action(async (outcome: string, options: TreeCommandOptions) => {
      const loaded = await loadData(options, io);
      for (const note of loaded.notes) io.err(`${note}\n`);
      const hasFamilies =
        loaded.dataset.families !== null && loaded.dataset.families.count < loaded.dataset.rowCount;
      const settings = settingsFrom(options, hasFamilies);
      const data = treeData(loaded.dataset, outcome, options.with, {
        missing: settings.missing,
        ...(options.cuts === undefined ? {} : { cuts: cutsFrom(options.cuts, options.with) }),
      });
      const tree = growTree(data, settings);
      if (options.rules !== undefined) {
        io.out(
          options.rules === "sql"
            ? rulesInSql(tree)
            : options.rules === "file"
              ? rulesAsRuleFile(tree)
              : rulesInWords(tree),
        );
        return;
      }
      const stability =
        options.resamples > 0
          ? treeStability(data, settings, options.resamples, options.seed)
          : null;
      const validation =
        options.folds > 1 ? crossValidateTree(data, settings, options.folds, options.seed) : null;
      printOutput(
        {
          json: () => treeDocument(tree, stability, validation),
          csv: () => [
            [
              "node",
              "parent",
              "depth",
              "n",
              "families",
              ...tree.classes.map((each) => each.value),
              "split",
              "adjusted_p",
            ],
            ...tree.nodes.map((node) => [
              node.id,
              node.parent,
              node.depth,
              node.n,
              node.families,
              ...tree.classes.map((each) => node.counts[each.value] ?? 0),
              node.split?.variable ?? null,
              node.split?.adjustedPValue ?? null,
            ]),
          ],
          text: () =>
            `${treeText(tree, io)}${stabilityText(stability, validation)}${notForRelease(loaded.study)}`,
        },
        options,
        io,
      );
    });
}

/** The document `throughline tree --json` prints. */
export function treeDocument(
  tree: Tree,
  stability: TreeStability | null,
  validation: TreeValidation | null,
): { readonly schema: string } & Record<string, unknown> {
  const { outcome, label, classes, settings, n, nMissing, nodes } = tree;
  return {
    schema: "throughline/tree/v1",
    outcome,
    label,
    classes,
    settings,
    n,
    nMissing,
    nodes,
    stability,
    validation,
  };
}

function settingsFrom(options: TreeCommandOptions, hasFamilies: boolean): TreeSettings {
  const base = treeSettings(options.like, hasFamilies);
  return {
    ...base,
    ...(options.method === undefined ? {} : { method: options.method }),
    ...(options.statistic === undefined ? {} : { statistic: options.statistic }),
    ...(options.plain ? { splitTest: "plain" as const } : {}),
    ...(options.alphaSplit === undefined ? {} : { alphaSplit: options.alphaSplit }),
    ...(options.alphaMerge === undefined ? {} : { alphaMerge: options.alphaMerge }),
    ...(options.depth === undefined ? {} : { maxDepth: options.depth }),
    ...(options.minParent === undefined ? {} : { minParent: options.minParent }),
    ...(options.minChild === undefined ? {} : { minChild: options.minChild }),
    ...(options.minFamilies === undefined ? {} : { minFamilies: options.minFamilies }),
    bonferroni: options.bonferroni,
  };
}

function probability(value: string): number {
  const number = /^0?\.\d+$|^[01]$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(number))
    throw new InvalidArgumentError("Give a number from 0 to 1, such as .05.");
  return number;
}

/** `6,13` for the only predictor, or `age=6,13,visits=3`. */
function cutsFrom(
  parts: readonly string[],
  predictors: readonly string[],
): Record<string, number[]> {
  const cuts: Record<string, number[]> = {};
  let name = predictors.length === 1 ? (predictors[0] as string) : null;
  for (const part of parts) {
    const [before, after] = part.includes("=") ? part.split("=") : [null, part];
    if (before !== null && before !== undefined) name = before.trim();
    const value = (after ?? "").trim();
    if (name === null || !/^-?\d+(\.\d+)?$/.test(value)) {
      throw new InvalidArgumentError("Write cuts as 6,13 for one predictor, or name=6,13.");
    }
    cuts[name] ??= [];
    cuts[name]?.push(Number(value));
  }
  return cuts;
}

function treeText(tree: Tree, io: Io): string {
  const paint = styler(io);
  const { settings } = tree;
  const lines = [
    paint(
      "bold",
      `${tree.label}: ${settings.method === "chaid" ? "CHAID" : "exhaustive CHAID"} tree`,
    ),
    `${tree.n} rows${tree.nMissing > 0 ? `, ${tree.nMissing} left out with no outcome` : ""}; ${settings.minParent} to split, ${settings.minChild}${settings.minFamilies > 0 ? ` and ${settings.minFamilies} families` : ""} in a child; ${settings.splitTest === "rao-scott" ? "splits respect families" : "plain splits"}`,
    `shares: ${tree.classes.map((each) => each.label).join(" / ")}`,
    "",
  ];
  const draw = (id: number, prefix: string, branch: string, words: string): void => {
    const node = tree.nodes[id];
    if (node === undefined) return;
    const shares = tree.classes
      .map((each) => percent(node.n === 0 ? null : (node.counts[each.value] ?? 0) / node.n, 1))
      .join(" / ");
    const families =
      node.families === null ? "" : `, ${counted(node.families, "family", "families")}`;
    lines.push(
      `${prefix}${branch}${words === "" ? "" : `${paint("bold", words)}: `}${shares}  (n ${fixed(node.n, 0)}${families})`,
    );
    const below = prefix + (branch === "" ? "" : branch.startsWith("├") ? "│  " : "   ");
    if (node.split === null) {
      if (id === 0) lines.push(`  ${node.stopped}`);
      return;
    }
    lines.push(
      `${below}${paint("cyan", node.split.label)}  adjusted p ${pWords(node.split.adjustedPValue)}${node.split.designEffect === undefined ? "" : `, design effect ${fixed(node.split.designEffect, 2)}`}`,
    );
    for (const note of node.split.notes) lines.push(`${below}(${note})`);
    const children = tree.nodes.filter((each) => each.parent === id);
    children.forEach((child, place) => {
      draw(
        child.id,
        below,
        place === children.length - 1 ? "└─ " : "├─ ",
        node.split?.groupLabels[child.group as number] ?? "",
      );
    });
  };
  draw(0, "", "", "");
  if (tree.nodes.length === 1)
    lines.push("  That no split met the rule is a result, and not a failure.");
  return `${lines.join("\n")}\n`;
}

const pWords = (p: number): string => {
  const text = pText(p);
  return /^[<>]/.test(text) ? text : `= ${text}`;
};

function stabilityText(stability: TreeStability | null, validation: TreeValidation | null): string {
  const lines: string[] = [];
  if (stability !== null) {
    lines.push(
      "",
      `Is the tree real? ${stability.resamples} trees from resampled ${stability.resampled} (seed ${stability.seed}); first split on:`,
    );
    for (const root of stability.root)
      lines.push(`  ${percent(root.share, 1).padStart(4)}  ${root.label}`);
    const often = stability.cuts.filter((cut) => cut.share >= 0.05);
    if (often.length > 0) {
      lines.push(
        `Cut just below: ${often.map((cut) => `${cut.below} in ${percent(cut.share, 1)}`).join(", ")}.`,
      );
    }
    if (stability.sameRootSplit !== null)
      lines.push(`Exactly this first split: ${percent(stability.sameRootSplit, 1)}.`);
  }
  if (validation !== null) {
    lines.push(
      "",
      `Families left out in turn (${validation.folds} folds): ${percent(validation.accuracy, 1)} predicted rightly, against ${percent(validation.baseline, 1)} by always`,
      `guessing the largest group. Risk ${fixed(validation.risk, 3)} (s.e. ${fixed(validation.riskStandardError, 3)}).`,
    );
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
