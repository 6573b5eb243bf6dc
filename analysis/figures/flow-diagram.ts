import { Drawing } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, lowerFirst, whole } from "./number-words.ts";
import { ink, paper, softInk } from "./palette.ts";

/** A stage that children and families reach, and those who do not go on from it. */
export interface FlowStage {
  readonly label: string;
  readonly children: number;
  readonly families: number | null;
  /** Who leaves after this stage, and why. */
  readonly leaving?: readonly {
    readonly reason: string;
    readonly children: number;
    readonly families?: number | null;
  }[];
}

/** The flow of a study from the files to the analysed. */
export interface StudyFlow {
  readonly stages: readonly FlowStage[];
}

/** Children and families from the files to those followed up: a box a stage, and beside it who left and why. */
export function flowDiagram(result: StudyFlow, options: FigureOptions): Figure {
  const d = new Drawing("flow-diagram", options);
  const wide = d.narrow ? d.width - 16 : Math.min(340, d.width * 0.46);
  const sideLeft = d.narrow ? 40 : 8 + wide + 44;
  const sideWide = d.narrow ? d.width - 48 : Math.min(340, d.width - sideLeft - 8);
  const centre = d.narrow ? 22 : 8 + wide / 2;
  let y = 6;
  result.stages.forEach((stage, at) => {
    y += box(d, 8, y, wide, stage.label, sizeWords(stage), true);
    if (at === result.stages.length - 1) return;
    const start = y;
    y += 12;
    const branches: number[] = [];
    for (const { reason, children, families } of stage.leaving ?? []) {
      const tall = box(
        d,
        sideLeft,
        y,
        sideWide,
        reason,
        sizeWords({ children, families: families ?? null }),
        false,
      );
      branches.push(y + tall / 2);
      y += tall + 8;
    }
    y += stage.leaving === undefined || stage.leaving.length === 0 ? 16 : 6;
    const line = { stroke: ink, strokeWidth: 1.5 };
    d.line(centre, start, centre, y - 1, line);
    d.path(`M${centre - 5} ${y - 8}L${centre} ${y - 1}L${centre + 5} ${y - 8}`, {
      ...line,
      role: "rule",
    });
    for (const branch of branches) {
      d.line(centre, branch, sideLeft - 1, branch, line);
      d.path(
        `M${sideLeft - 8} ${branch - 5}L${sideLeft - 1} ${branch}L${sideLeft - 8} ${branch + 5}`,
        {
          ...line,
          role: "rule",
        },
      );
    }
  });
  const first = result.stages[0];
  const last = result.stages.at(-1);
  const rows = result.stages.flatMap((stage) => [
    [stage.label, stage.children, stage.families],
    ...(stage.leaving ?? []).map(({ reason, children, families }) => [
      `Left: ${lowerFirst(reason)}`,
      children,
      families ?? null,
    ]),
  ]);
  return d.finish(y + 6, {
    title: headline(
      first === undefined || last === undefined
        ? "Who is in the study"
        : `${whole(last.children)} of ${counted(first.children, "child")} reached the last stage`,
    ),
    subtitle: `Children and families at each stage of the study`,
    description: `Flow diagram of ${counted(first?.children ?? 0, "child")}. ${result.stages
      .map(
        (stage) =>
          `${stage.label}: ${sizeWords(stage)}${(stage.leaving ?? []).map(({ reason, children, families }) => `; left, ${lowerFirst(reason)}: ${sizeWords({ children, families: families ?? null })}`).join("")}`,
      )
      .map((sentence) => `${sentence}. `)
      .join("")
      .trim()}`,
    table: {
      caption: "Children and families at each stage",
      columns: [
        { header: "Stage" },
        { header: "Children", align: "right" },
        { header: "Families", align: "right" },
      ],
      rows,
    },
  });
}

function box(
  d: Drawing,
  x: number,
  top: number,
  wide: number,
  label: string,
  size: string,
  main: boolean,
): number {
  const room = wide - 20;
  const height =
    14 + d.paragraphHeight(label, room, d.size, main) + d.paragraphHeight(size, room, d.size);
  d.rect(x, top, wide, height, {
    fill: paper,
    stroke: main ? ink : softInk,
    strokeWidth: main ? 2 : 1,
    ...(main ? {} : { dash: "5 3" }),
    role: "card",
  });
  const used = d.paragraph(x + 10, top + 7, label, room, { bold: main });
  d.paragraph(x + 10, top + 7 + used, size, room);
  return height;
}

function sizeWords({ children, families }: { children: number; families: number | null }): string {
  return `${counted(children, "child")}${families === null ? "" : `, ${counted(families, "family")}`}`;
}
