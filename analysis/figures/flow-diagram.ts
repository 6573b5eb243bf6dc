import { Drawing, type FigureWords } from "./drawing.ts";
import type { Figure, FigureOptions } from "./figure.ts";
import { counted, headline, lowerFirst, plural, upperFirst, whole } from "./number-words.ts";
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
  /** Outcomes that branch off the last stage: for how many each is known, and why not for the rest. */
  readonly ends?: readonly FlowStage[];
  /** What is counted; "child" when left out. */
  readonly unit?: string;
}

/**
 * Children and families from the files to those followed up: a box a stage, and beside it who left and why.
 * Outcomes hang from the last stage, each with those for whom it is known.
 */
export function flowDiagram(result: StudyFlow, options: FigureOptions): Figure {
  const d = new Drawing("flow-diagram", options);
  const unit = result.unit ?? "child";
  const ends = result.ends ?? [];
  const wide = d.narrow ? d.width - 16 : Math.min(340, d.width * 0.46);
  const sideLeft = d.narrow ? 40 : 8 + wide + 44;
  const sideWide = d.narrow ? d.width - 48 : Math.min(340, d.width - sideLeft - 8);
  const centre = d.narrow ? 22 : 8 + wide / 2;
  const line = { stroke: ink, strokeWidth: 1.5 };
  const arrow = (x: number, y: number): void => {
    d.line(x, y, sideLeft - 1, y, line);
    d.path(`M${sideLeft - 8} ${y - 5}L${sideLeft - 1} ${y}L${sideLeft - 8} ${y + 5}`, {
      ...line,
      role: "rule",
    });
  };
  let y = 6;
  result.stages.forEach((stage, at) => {
    y += box(d, { x: 8, y, wide }, stage.label, [sizeWords(stage, unit)], true);
    if (at === result.stages.length - 1) return;
    const start = y;
    y += 12;
    const branches: number[] = [];
    for (const { reason, children, families } of stage.leaving ?? []) {
      const size = sizeWords({ children, families: families ?? null }, unit);
      const tall = box(d, { x: sideLeft, y, wide: sideWide }, reason, [size], false);
      branches.push(y + tall / 2);
      y += tall + 8;
    }
    y += stage.leaving === undefined || stage.leaving.length === 0 ? 16 : 6;
    d.line(centre, start, centre, y - 1, line);
    d.path(`M${centre - 5} ${y - 8}L${centre} ${y - 1}L${centre + 5} ${y - 8}`, {
      ...line,
      role: "rule",
    });
    for (const branch of branches) arrow(centre, branch);
  });
  const spine = d.narrow ? 22 : 8 + wide / 2;
  const trunk = y;
  let foot = y;
  for (const end of ends) {
    y += 12;
    const words = [sizeWords(end, unit), ...(end.leaving ?? []).map((own) => leftWords(own, unit))];
    const tall = box(d, { x: sideLeft, y, wide: sideWide }, end.label, words, true);
    foot = y + tall / 2;
    arrow(spine, foot);
    y += tall;
  }
  if (ends.length > 0) d.line(spine, trunk, spine, foot, line);
  return d.finish(y + 6, words(result, unit));
}

function words(result: StudyFlow, unit: string): FigureWords {
  const ends = result.ends ?? [];
  const first = result.stages[0];
  const last = result.stages.at(-1);
  const families = [...result.stages, ...ends].some((stage) => stage.families !== null);
  const listed = [...result.stages, ...ends];
  const all = plural(unit);
  return {
    title: headline(
      first === undefined || last === undefined
        ? "Who is in the study"
        : result.stages.length === 1
          ? `${counted(first.children, unit)}${first.families === null ? "" : ` of ${counted(first.families, "family")}`} in the study`
          : first.children === last.children
            ? `All ${whole(first.children)} ${all} reached the last stage`
            : `${whole(last.children)} of ${counted(first.children, unit)} reached the last stage`,
    ),
    subtitle: `${upperFirst(all)}${families ? " and families" : ""} at each stage of the study`,
    description: `Flow diagram of ${counted(first?.children ?? 0, unit)}. ${listed
      .map(
        (stage) =>
          `${stage.label}: ${sizeWords(stage, unit)}${(stage.leaving ?? []).map(({ reason, children, families: own }) => `; left, ${lowerFirst(reason)}: ${sizeWords({ children, families: own ?? null }, unit)}`).join("")}`,
      )
      .map((sentence) => `${sentence}. `)
      .join("")
      .trim()}`,
    table: {
      caption: `${upperFirst(all)}${families ? " and families" : ""} at each stage`,
      columns: [
        { header: "Stage" },
        { header: upperFirst(all), align: "right" },
        ...(families ? [{ header: "Families", align: "right" as const }] : []),
      ],
      rows: listed.flatMap((stage) => [
        [stage.label, stage.children, ...(families ? [stage.families] : [])],
        ...(stage.leaving ?? []).map(({ reason, children, families: own }) => [
          `Left: ${lowerFirst(reason)}`,
          children,
          ...(families ? [own ?? null] : []),
        ]),
      ]),
    },
  };
}

function box(
  d: Drawing,
  { x, y, wide }: { readonly x: number; readonly y: number; readonly wide: number },
  label: string,
  lines: readonly string[],
  main: boolean,
): number {
  const room = wide - 20;
  const height =
    14 +
    d.paragraphHeight(label, room, d.size, main) +
    lines.reduce((sum, line) => sum + d.paragraphHeight(line, room, d.size), 0);
  d.rect(x, y, wide, height, {
    fill: paper,
    stroke: main ? ink : softInk,
    strokeWidth: main ? 2 : 1,
    ...(main ? {} : { dash: "5 3" }),
    role: "card",
  });
  let at = y + 7;
  at += d.paragraph(x + 10, at, label, room, { bold: main });
  for (const line of lines) at += d.paragraph(x + 10, at, line, room);
  return height;
}

function sizeWords(
  { children, families }: { children: number; families: number | null },
  unit: string,
): string {
  return `${counted(children, unit)}${families === null ? "" : `, ${counted(families, "family")}`}`;
}

const leftWords = (
  { reason, children }: { readonly reason: string; readonly children: number },
  unit: string,
): string => `${reason}: ${counted(children, unit)}`;
