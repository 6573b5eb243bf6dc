import { treeBootstrap } from "../../figures/tree-bootstrap.ts";
import { treeFigure } from "../../figures/tree-figure.ts";
import type { TreeValidation } from "../../trees/cross-validate-tree.ts";
import type { Tree } from "../../trees/grow-tree.ts";
import type { TreeStability } from "../../trees/tree-stability.ts";
import { fixed, pText } from "../../words/number-text.ts";
import { nounOf } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

type TreeDocument = Omit<Tree, "leafOf"> & {
  readonly stability: TreeStability | null;
  readonly validation: TreeValidation | null;
};

/** A tree, how it was grown, and what trees from resampled families make of it. */
export function treeBlocks(context: SectionContext, file: string): Block[] {
  const { results, document, study } = context;
  const tree = results.at(pathTo(file)) as unknown as TreeDocument;
  const drawable = { ...tree, leafOf: new Int32Array() };
  const { stability } = tree;
  return [
    { kind: "text", sentences: treeWords(context, file, tree) },
    {
      kind: "figure",
      figure: drawn(document, (options) => treeFigure(drawable, options)),
    },
    ...(stability === null
      ? []
      : [
          { kind: "text" as const, sentences: steadyWords(context, file, tree, stability) },
          {
            kind: "figure" as const,
            figure: drawn(document, (options) =>
              treeBootstrap(stability, { ...options, labels: study.labels }),
            ),
          },
        ]),
    { kind: "table", folded: "How the tree was grown", table: settingsTable(tree) },
  ];
}

function treeWords(context: SectionContext, file: string, tree: TreeDocument): Sentence[] {
  const at = (...steps: (string | number)[]): string => pathTo(file, ...steps);
  const root = tree.nodes[0];
  const outcome = bind(context.results, "plain", at("label"));
  if (root === undefined || root.split === null) {
    return [
      say`No split of ${outcome} met the rule. That is a result, and not a failure: none of the things offered divides the ${[nounOf("child").many]} clearly enough.`,
    ];
  }
  const split = (...steps: (string | number)[]): string => at("nodes", 0, "split", ...steps);
  return [
    say`Of all the things offered, ${bind(context.results, "plain", split("label"))} divides ${outcome} most clearly (adjusted p ${bind(context.results, "p", split("adjustedPValue"))}).`,
    say`It is a description of these ${bind(context.results, "count", at("n"))} children, not a prediction for others.`,
  ];
}

function steadyWords(
  context: SectionContext,
  file: string,
  tree: TreeDocument,
  stability: TreeStability,
): Sentence[] {
  const at = (...steps: (string | number)[]): string => pathTo(file, "stability", ...steps);
  const trees = bind(context.results, "count", at("resamples"));
  const own = tree.nodes[0]?.split?.variable ?? null;
  const place = stability.root.findIndex((each) => each.variable === own);
  const sentences: Sentence[] = [
    place < 0
      ? say`Is it real? ${trees} trees were grown from resampled ${[stability.resampled]}. None of them began like this one.`
      : say`Is it real? ${trees} trees were grown from resampled ${[stability.resampled]}: ${bind(context.results, "level", at("root", place, "share"))} of them began with ${bind(context.results, "quoted", at("root", place, "label"))}.`,
  ];
  if (stability.sameRootSplit !== null) {
    sentences.push(
      say`Exactly this first split came back in ${bind(context.results, "level", at("sameRootSplit"))}; the cut points are less certain than the variable.`,
    );
  }
  if (tree.validation !== null && tree.validation.accuracy !== null) {
    const check = (key: string) => bind(context.results, "level", pathTo(file, "validation", key));
    sentences.push(
      say`With families left out in turn, it places ${check("accuracy")} rightly, against ${check("baseline")} by always naming the largest group.`,
    );
  }
  return sentences;
}

function settingsTable(tree: TreeDocument): {
  caption: string;
  columns: { header: string; align?: "right" }[];
  rows: (string | number)[][];
} {
  const { settings } = tree;
  return {
    caption: "Settings of the tree",
    columns: [{ header: "Setting" }, { header: "Value", align: "right" }],
    rows: [
      ["Method", settings.method === "chaid" ? "CHAID" : "exhaustive CHAID"],
      [
        "Test of a split",
        settings.splitTest === "rao-scott" ? "Rao–Scott, families respected" : "plain chi-squared",
      ],
      ["Largest adjusted p of a split", pText(settings.alphaSplit)],
      ["Categories merged above p", pText(settings.alphaMerge)],
      ["Bonferroni adjustment", settings.bonferroni ? "yes" : "no"],
      ["Levels below the root", fixed(settings.maxDepth, 0)],
      ["Fewest in a node to split it", settings.minParent],
      ["Fewest in a child node", settings.minChild],
      ["Fewest families in a child node", settings.minFamilies],
      [
        "Missing values of a predictor",
        settings.missing === "category" ? "a category of their own" : "left out",
      ],
    ],
  };
}
