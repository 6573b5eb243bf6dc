import { failedReturnPlaces } from "../../../timeline/returns.ts";
import { dayRange } from "../../../timeline/timelines.ts";
import type { DriftFinding, DriftIndicator } from "../drift-finding.ts";

/** A child sent home again and again: so many returns broke down. Found from the placements. */
export const repeatedReturn: DriftIndicator = {
  name: "repeated_return",
  label: "Repeated return",
  meaning: ({ failedReturns }) =>
    failedReturns === 1
      ? "A child whose return home broke down."
      : `A child for whom ${failedReturns} returns home broke down.`,
  practice: "After one failed return, ask what would have to be different before another.",
  needs: { table: "placements", kinds: [] },
  find: (record) => {
    const wanted = record.settings.failedReturns;
    const { table } = record.time.spells;
    const ends = table?.columns.get("end");
    return record.stories.flatMap((story): DriftFinding[] => {
      const places = failedReturnPlaces(story);
      const last = places[wanted - 1];
      const stay = last === undefined ? undefined : story.stays[last];
      const row = stay?.rows.at(-1);
      if (stay === undefined || row === undefined || table === null || ends?.kind !== "date")
        return [];
      const [earliest, latest] = dayRange(table, ends, "end_precision", row);
      return [
        {
          indicator: "repeated_return",
          family: record.family,
          child: story.child,
          day: stay.end,
          earliest,
          latest,
          certainty: "certain",
          amount: { least: places.length, most: places.length, unit: "times" },
          words: `A child's return home broke down for the ${ordinal(wanted)} time${places.length > wanted ? `; ${places.length} broke down by follow-up` : ""}`,
          records: places.flatMap((place) =>
            (story.stays[place]?.rows ?? []).map((each) => ({
              table: "placements" as const,
              row: each,
            })),
          ),
        },
      ];
    });
  },
};

/** A small number as a word: first to fifth, then 6th and so on. */
const ordinal = (n: number): string =>
  ["first", "second", "third", "fourth", "fifth"][n - 1] ?? `${n}th`;
