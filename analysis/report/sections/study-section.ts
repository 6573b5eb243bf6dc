import { bind, type Sentence, say } from "../findings/sentence.ts";
import { h } from "../html/html.ts";
import type { ReportTable } from "../html/table.ts";
import { counted } from "../number-text.ts";
import { type Block, sentenceNodes } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

const at = (...steps: (string | number)[]): string => pathTo("study.json", ...steps);

/** Who is in the study, and how they came to be in it: children and families both. */
export function studyBlocks(context: SectionContext): Block[] {
  const { study } = context;
  return [
    { kind: "text", sentences: whoWords(context) },
    flowBlock(context),
    ...(study.authorities.length > 1
      ? [{ kind: "table" as const, table: authoritiesTable(context) }]
      : []),
    { kind: "table", table: familiesTable(context), folded: "Children in each family" },
    { kind: "table", table: filesTable(context), folded: "What became of the rows of each file" },
    ...(study.steps.length === 0
      ? []
      : [
          {
            kind: "table" as const,
            table: stepsTable(context),
            folded: "Steps that changed or left out rows",
          },
        ]),
  ];
}

function whoWords(context: SectionContext): Sentence[] {
  const { results, study } = context;
  const count = (key: string) => bind(results, "count", at(key));
  const siblings =
    study.families < study.children
      ? [
          say`${count("childrenWithSiblings")} children have a brother or sister in the study. What happens to one often happens to the other, so tests and intervals respect families.`,
        ]
      : [];
  const faults =
    study.faults.error + study.faults.warning === 0
      ? []
      : [
          say`The check of the data found ${bind(results, "count", at("faults", "error"))} faults and ${bind(results, "count", at("faults", "warning"))} warnings.`,
        ];
  return [
    say`The study holds ${count("children")} children from ${count("families")} families.`,
    ...siblings,
    ...faults,
  ];
}

/** The flow diagram: a list in order, which reads the same aloud. */
function flowBlock(context: SectionContext): Block {
  const { results, study } = context;
  const last = study.flow.findLastIndex((stage) => !stage.label.endsWith(": coded"));
  return {
    kind: "node",
    node: h(
      "ol",
      { class: "flow", "aria-label": "Flow of children and families through the study" },
      ...study.flow.map((stage, place) =>
        h(
          "li",
          { class: place > last ? "end" : null },
          h(
            "strong",
            {},
            ...sentenceNodes(
              say`${bind(results, "count", at("flow", place, "children"))} children`,
            ),
          ),
          ...sentenceNodes(
            say`, ${bind(results, "count", at("flow", place, "families"))} families: ${bind(results, "plain", at("flow", place, "label"))}`,
          ),
          ...stage.left.map((_, own) =>
            h(
              "span",
              { class: "left" },
              ...sentenceNodes(
                say`Left out: ${bind(results, "count", at("flow", place, "left", own, "children"))} (${bind(results, "plain", at("flow", place, "left", own, "label"))})`,
              ),
            ),
          ),
        ),
      ),
    ),
  };
}

function authoritiesTable({ study }: SectionContext): ReportTable {
  return {
    caption: "Children and families by authority, in name order",
    columns: [
      { header: "" },
      { header: "Children", align: "right" },
      { header: "Families", align: "right" },
    ],
    rows: study.authorities.map((each) => [each.label, each.children, each.families]),
  };
}

function familiesTable({ study }: SectionContext): ReportTable {
  return {
    caption: "Families by the number of their children in the study",
    columns: [
      { header: "" },
      { header: "Families", align: "right" },
      { header: "Children", align: "right" },
    ],
    rows: [
      ...study.familySizes.map((each) => [
        counted(each.children, "child", "children"),
        each.families,
        each.children * each.families,
      ]),
      ["All", study.families, study.children],
    ],
    totals: [study.familySizes.length],
  };
}

function filesTable({ study }: SectionContext): ReportTable {
  return {
    caption: "Rows in = rows used + rows refused + blank rows",
    columns: [
      { header: "File" },
      { header: "Rows in", align: "right" },
      { header: "Used", align: "right" },
      { header: "Refused", align: "right" },
      { header: "Blank", align: "right" },
    ],
    rows: study.files.map((each) => [
      each.file,
      each.rowsIn,
      each.rowsUsed,
      each.rowsRefused,
      each.rowsBlank,
    ]),
  };
}

function stepsTable({ study }: SectionContext): ReportTable {
  return {
    caption: "Named steps, in the order they were done",
    columns: [
      { header: "Step" },
      { header: "What it does" },
      { header: "Done" },
      { header: "Rows", align: "right" },
    ],
    rows: study.steps.map((each) => [
      each.step,
      each.meaning,
      each.applied ? "yes" : "no",
      each.rows,
    ]),
  };
}
