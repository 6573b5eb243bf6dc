import type { ShareWaves } from "../../describe/share-waves.ts";
import { shareWavesFigure } from "../../figures/share-waves-figure.ts";
import { drawn } from "../html/figure-node.ts";
import type { PlanDocument } from "../results/plan-document.ts";
import { pathTo, type Results } from "../results/results.ts";
import type { Finding } from "./finding.ts";
import { nounOf } from "./nouns.ts";
import { bind, type Sentence, say } from "./sentence.ts";
import { endsOf, waveWords } from "./wave-words.ts";

/** A finding from each answer that the plan follows over the waves of a survey, everybody together. */
export function waveFindings(results: Results): Finding[] {
  const { items } = results.at(pathTo("plan.json")) as PlanDocument;
  return items.flatMap((item): Finding[] => {
    if (item.kind !== "waves" || item.file === null) return [];
    const file = item.file;
    const waves = results.at(pathTo(file)) as unknown as ShareWaves;
    if (waves.by !== null) return [];
    return waves.series.flatMap((series, place): Finding[] => {
      const ends = endsOf(series);
      const [claim, sure] = waveWords(results, file, place);
      if (ends === null || claim === undefined || sure === undefined) return [];
      return [
        {
          id: `wave-${series.variable}`,
          topic: [bind(results, "label", pathTo(file, "series", place, "label"))],
          claim,
          confidence: [
            sure,
            say`The waves are taken as different people; with the same people in several, the interval of the change does not hold.`,
          ],
          limits: [
            say`It is what ${[nounOf(waves.unit).many]} said they saw. Who answered may differ from wave to wave, and more seen need not mean that there is more.`,
          ],
          plain: { claim, sure: plainSure(results, file, place, series.overall) },
          question: say`What would our own teams say to this question?`,
          draw: (document) =>
            drawn(document, (options) => shareWavesFigure({ ...waves, series: [series] }, options)),
        },
      ];
    });
  });
}

function plainSure(
  results: Results,
  file: string,
  place: number,
  overall: ShareWaves["series"][number]["overall"],
): Sentence[] {
  if (overall === null) return [];
  const points = (key: string) =>
    bind(results, "points", pathTo(file, "series", place, "overall", key));
  if (overall.ciLow > 0)
    return [say`That is ${points("ciLow")} to ${points("ciHigh")} more in every hundred.`];
  if (overall.ciHigh < 0)
    return [say`That is ${points("ciHigh")} to ${points("ciLow")} fewer in every hundred.`];
  return [say`That is too small a change to tell from chance.`];
}
