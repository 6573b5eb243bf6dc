import { childTimelineFigure } from "../../figures/child-timeline-figure.ts";
import type { Figure, FigureOptions } from "../../figures/figure.ts";
import { say } from "../findings/sentence.ts";
import { type DrawnFigure, drawn } from "../html/figure-node.ts";
import type { Block } from "../page/blocks.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { RulesDocument } from "../results/rules-summary.ts";
import type { InventedStory } from "../stories/invented-story.ts";
import { patternStories } from "../stories/pattern-stories.ts";
import type { SectionContext } from "./section-context.ts";

/** A story with the place of its pattern among the rules of the study. */
export interface PlacedStory {
  readonly story: InventedStory;
  readonly rule: number;
  readonly value: number;
}

/** The invented stories for the patterns that a study judges; none for a study without them. */
export function storiesFor(results: Results): PlacedStory[] {
  const { rules } = results.at(pathTo("rules.json")) as RulesDocument;
  return patternStories.flatMap((story): PlacedStory[] => {
    const rule = rules.findIndex(
      (each) =>
        each.method !== "decision-table" && each.values.some((own) => own.value === story.pattern),
    );
    if (rule < 0) return [];
    const value = rules[rule]?.values.findIndex((own) => own.value === story.pattern) ?? -1;
    return [{ story, rule, value }];
  });
}

/** What each pattern looks like in a life: invented stories, each with two sentences and a picture. */
export function storiesBlocks({ results, document }: SectionContext): Block[] {
  return [
    {
      kind: "text",
      sentences: [
        say`These stories are made up, one for each pattern. No real child or family is in them.`,
      ],
    },
    ...storiesFor(results).flatMap(({ story, rule, value }): Block[] => {
      const path = (key: string): string =>
        pathTo("rules.json", "rules", rule, "values", value, key);
      return [
        { kind: "heading", words: String(results.at(path("label"))) },
        { kind: "text", sentences: [[story.telling]] },
        { kind: "figure", figure: storyFigure(document, story) },
      ];
    }),
  ];
}

/** The picture of a story, for both widths of a page. */
export const storyFigure = (document: Document, story: InventedStory): DrawnFigure =>
  drawn(document, (options) => storyPicture(story, options));

/** The picture of a story: lanes of events, with a bar for how the case was steered. */
export const storyPicture = (story: InventedStory, options: FigureOptions): Figure =>
  childTimelineFigure(story.timeline, {
    ...options,
    name: `story-${story.pattern.replaceAll("_", "-")}`,
    called: story.called,
    flags: story.flags,
    phases: story.phases,
    invented: true,
  });
