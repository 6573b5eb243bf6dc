import type { WordPicture } from "../../analysis/export/word-document.ts";
import type { Figure } from "../../analysis/figures/figure.ts";
import { outcomeBars } from "../../analysis/figures/outcome-bars.ts";
import { figureDocument, pngFile } from "./draw.ts";
import type { OpenStudy } from "./load-study.ts";
import type { PlanResult } from "./run-plan.ts";

/** The figures of one analysis of the plan, as pictures for a document. */
export function picturesOf(open: OpenStudy, result: PlanResult): WordPicture[] {
  return figuresOf(open, result).map((figure) => ({
    png: pngFile(figure, { scale: 2, heading: false }),
    title: figure.title,
    subtitle: figure.subtitle,
    description: figure.description,
    width: figure.width,
    height: figure.height,
    note: figure.note,
  }));
}

function figuresOf(open: OpenStudy, result: PlanResult): Figure[] {
  const options = { document: figureDocument(), width: 720 };
  const item = open.loaded.config.plan[result.number - 1];
  if (item !== undefined && "describe" in item) {
    const described = new Set(item.describe);
    return [...open.derived.outcomes, ...open.derived.patterns]
      .filter((each) => described.has(each.name))
      .map((each) => outcomeBars({ ...each, ordered: each.column.ordered }, options));
  }
  return [];
}
