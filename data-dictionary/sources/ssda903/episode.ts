import type { Day } from "../../dates/day.ts";

/** One row of the episodes table: a stretch of care in which nothing changed. */
export interface Episode {
  readonly child: string;
  readonly start: Day;
  /** null while it is open. */
  readonly end: Day | null;
  readonly rne: string;
  readonly legal: string;
  readonly need: string;
  readonly place: string;
  readonly provider: string;
  readonly rec: string;
  readonly reason: string;
  /** The year in which the return ends. */
  readonly year: number;
  readonly authority: string;
  readonly file: string;
  readonly row: number;
}

/** Episodes of each child in order of start; of two on one day, the earlier return first. */
export function episodesByChild(episodes: readonly Episode[]): Map<string, Episode[]> {
  const byChild = new Map<string, Episode[]>();
  for (const episode of episodes) {
    const own = byChild.get(episode.child);
    if (own === undefined) byChild.set(episode.child, [episode]);
    else own.push(episode);
  }
  for (const own of byChild.values()) own.sort((a, b) => a.start - b.start || a.year - b.year);
  return byChild;
}
