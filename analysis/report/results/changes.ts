import { holm } from "../../association/multiplicity.ts";
import { isRefused } from "../../association/test-result.ts";
import type { ChangeByArea } from "../../describe/change-by-area.ts";
import { type PlannedResult, plannedFile, type ResultDocument } from "./results.ts";

/** What a list of areas before and after comes to, without averaging them. */
export interface ChangeSummary {
  readonly file: string;
  readonly areas: number;
  /** Areas in which more got better than worse, as many of each, and more got worse. */
  readonly moreBetter: number;
  readonly alike: number;
  readonly moreWorse: number;
  /** Areas whose change stands once all tests of the list are allowed for. */
  readonly clear: number;
  /** Places in the list: the areas with the largest and the smallest share that got better; null without pairs. */
  readonly most: number | null;
  readonly least: number | null;
}

export interface ChangesDocument extends ResultDocument {
  readonly schema: "throughline/changes/v1";
  readonly changes: readonly ChangeSummary[];
}

/** The analyses of change of a plan, each in a few counts of areas. */
export function changes(planned: readonly PlannedResult[]): ChangesDocument {
  return {
    schema: "throughline/changes/v1",
    changes: planned.flatMap((item): ChangeSummary[] => {
      if (item.document?.schema !== "throughline/change/v1") return [];
      const { areas } = item.document as unknown as ChangeByArea;
      const paired = areas.flatMap((area, place) => (area.n > 0 ? [place] : []));
      const share = (place: number): number => areas[place]?.better.share ?? 0;
      const tested = areas.flatMap((area) => (isRefused(area.test) ? [] : [area.test.pValue]));
      const way = (sign: number): number =>
        areas.filter((area) => Math.sign(area.better.count - area.worse.count) === sign).length;
      return [
        {
          file: plannedFile(item),
          areas: areas.length,
          moreBetter: way(1),
          alike: way(0),
          moreWorse: way(-1),
          clear: holm(tested).filter((p) => p < 0.05).length,
          most: extreme(paired, (a, b) => share(a) > share(b)),
          least: extreme(paired, (a, b) => share(a) < share(b)),
        },
      ];
    }),
  };
}

function extreme(places: readonly number[], before: (a: number, b: number) => boolean) {
  return places.reduce(
    (best: number | null, place) => (best === null || before(place, best) ? place : best),
    null,
  );
}
