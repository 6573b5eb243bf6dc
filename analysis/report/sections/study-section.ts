import { flowDiagram } from "../../figures/flow-diagram.ts";
import { counted } from "../../words/number-text.ts";
import { nounOf, quantity } from "../findings/nouns.ts";
import { bind, type Sentence, say } from "../findings/sentence.ts";
import { drawn } from "../html/figure-node.ts";
import type { ReportTable } from "../html/table.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { FlowStage } from "../results/study-summary.ts";
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
    ...(study.familiesKnown
      ? [
          {
            kind: "table" as const,
            table: familiesTable(context),
            folded: "Children in each family",
          },
        ]
      : []),
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
          say`The check of the data found ${quantity(results, at("faults", "error"), "fault")} and ${quantity(results, at("faults", "warning"), "warning")}.`,
        ];
  return [
    study.familiesKnown
      ? say`The study holds ${quantity(results, at("children"), study.unit)} from ${quantity(results, at("families"), "family")}.`
      : say`The study holds ${quantity(results, at("children"), study.unit)}.`,
    ...siblings,
    ...faults,
  ];
}

/** The flow diagram: who of one stage reached the next, and why the others did not. */
function flowBlock({ study, document }: SectionContext): Block {
  const stages = study.flow.filter((stage) => !stage.branch);
  const leaving = (stage: FlowStage | undefined) =>
    (stage?.left ?? []).map(({ label, children, families }) => ({
      reason: label,
      children,
      families,
    }));
  return {
    kind: "figure",
    figure: drawn(document, (options) =>
      flowDiagram(
        {
          unit: study.unit,
          // What a stage of the study calls left is of the stage before it.
          stages: stages.map((stage, at) => ({ ...stage, leaving: leaving(stages[at + 1]) })),
          ends: study.flow
            .filter((stage) => stage.branch)
            .map((stage) => ({ ...stage, leaving: leaving(stage) })),
        },
        options,
      ),
    ),
  };
}

function authoritiesTable({ study }: SectionContext): ReportTable {
  const all = upperFirst(nounOf(study.unit).many);
  const families = study.familiesKnown;
  return {
    caption: `${all}${families ? " and families" : ""} by authority, in name order`,
    columns: [
      { header: "" },
      { header: all, align: "right" },
      ...(families ? [{ header: "Families", align: "right" as const }] : []),
    ],
    rows: study.authorities.map((each) => [
      each.label,
      each.children,
      ...(families ? [each.families] : []),
    ]),
  };
}

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

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
