import { bind } from "../findings/sentence.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo } from "../results/results.ts";
import type { SectionContext } from "./section-context.ts";

/** What a study team can say of its study, with the heading it stands under. */
const headings: Readonly<Record<string, string>> = {
  background: "Background",
  aims: "Aims",
  design: "Design",
  setting: "Setting, places and dates",
  choosing: "How the cases were chosen",
  matching: "Matching",
  bias: "Bias, and what was done about it",
  size: "How the size came about",
  linkage: "Linkage",
  access: "Access to the source data",
  reading: "What the team makes of it",
  applies_to: "To whom it may apply",
  funding: "Funding",
};

/** The parts of `about` that a study fills in, in reading order. */
export const aboutParts = ({ study }: SectionContext): string[] =>
  Object.keys(headings).filter((name) => study.about[name] !== undefined);

/** The team's own words about its study, each under its heading, so that checklists can point to it. */
export function aboutBlocks(context: SectionContext): Block[] {
  return aboutParts(context).flatMap((name): Block[] => [
    { kind: "heading", words: headings[name] as string, id: `about-${name}` },
    {
      kind: "text",
      sentences: [[bind(context.results, "label", pathTo("study.json", "about", name))]],
    },
  ]);
}

/** The id and title of each part that is filled in, as places that answer a checklist. */
export const aboutPlaces = (context: SectionContext): { id: string; title: string }[] =>
  aboutParts(context).map((name) => ({ id: `about-${name}`, title: headings[name] as string }));
