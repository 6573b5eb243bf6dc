import type {
  ChosenAuthority,
  PublishedComparison,
  PublishedShare,
} from "../../analysis/authorities/compare-published.ts";
import { fixed } from "../../analysis/words/number-text.ts";
import type { Io } from "../io.ts";
import { changeCells, figureText, pictureTable } from "./compare-picture.ts";
import { styler } from "./style.ts";
import { textTable } from "./text-table.ts";
import { wrapped } from "./wrap-text.ts";

const right = (header: string) => ({ header, align: "right" as const });

/** A published measure for people: who is outside the funnel, and one authority closer by. */
export function publishedText(result: PublishedComparison, io: Io, width: number): string {
  const paint = styler(io);
  const share = result.kind === "proportion";
  const per = share ? "" : ` per ${result.funnel.per.toLocaleString("en-GB")}`;
  const outside = result.funnel.points.filter(({ band }) => band !== "inside");
  const filters = Object.values(result.filters).join("; ");
  const parts = [
    `${paint("bold", `${result.measure}${per}, ${result.year}`)}\n`,
    wrapped(
      `${filters === "" ? "" : `${filters}. `}Out of: ${result.denominator}. All together ${figureText(result.funnel.target, share, 1000)}. ${result.funnel.n} authorities of ${result.file}.`,
      width,
    ),
    notShownLine(result, width),
    outside.length === 0
      ? "No authority is outside the limits.\n"
      : textTable(
          [
            { header: "Outside the limits" },
            right("events"),
            right("n"),
            right(share ? "%" : "rate"),
            right("95% limits"),
            { header: "" },
          ],
          outside.map((point) => [
            point.name,
            String(point.events),
            point.n.toLocaleString("en-GB"),
            figureText(point.estimate, share, 1000),
            `${figureText(point.low95, share, 1000)} to ${figureText(point.high95, share, 1000)}`,
            {
              "high-99.8": "above 99.8%",
              "high-95": "above 95%",
              inside: "",
              "low-95": "below 95%",
              "low-99.8": "below 99.8%",
            }[point.band],
          ]),
          width,
        ),
  ];
  if (result.chosen !== null) parts.push(chosenText(result.chosen, result, io, width));
  parts.push(...result.warnings.map((warning) => wrapped(`! ${warning}`, width)));
  return parts.join("");
}

function notShownLine(result: PublishedComparison, width: number): string {
  if (result.notShown.length === 0) return "";
  const reasons = new Map<string, number>();
  for (const { reason } of result.notShown) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return wrapped(
    `Without a figure: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join("; ")}.`,
    width,
  );
}

function chosenText(
  chosen: ChosenAuthority,
  result: PublishedComparison,
  io: Io,
  width: number,
): string {
  const paint = styler(io);
  const share = result.kind === "proportion";
  const rows: { readonly name: string; readonly figure: PublishedShare }[] = [
    { name: chosen.own.name, figure: chosen.own },
    ...chosen.neighbours.map((figure) => ({ name: `  ${figure.name}`, figure })),
    ...[chosen.region, chosen.england].flatMap((figure) =>
      figure === null ? [] : [{ name: figure.name, figure }],
    ),
  ];
  const drawn = rows.map(({ figure }) =>
    figure.estimate === null || figure.ciLow === null || figure.ciHigh === null
      ? null
      : { estimate: figure.estimate, ciLow: figure.ciLow, ciHigh: figure.ciHigh },
  );
  const highest = Math.max(...drawn.map((each) => each?.ciHigh ?? 0));
  const step = share ? 0.1 : 10 ** Math.floor(Math.log10(highest || 1));
  const scale = { from: 0, to: Math.max(step, Math.ceil(highest / step - 1e-9) * step) };
  const title = `${chosen.own.name}, its statistical neighbours${chosen.neighbourVersion === null ? " (none given)" : ` (${chosen.neighbourVersion} model)`}, region and England`;
  const parts = [
    `\n${paint("bold", title)}\n`,
    pictureTable(
      [{ header: "" }, right("events"), right("n"), right(share ? "%" : "rate")],
      rows.map(({ name, figure }) => [
        name.length > 26 ? `${name.slice(0, 25)}…` : name,
        figure.events === null
          ? (figure.reason?.split(" ")[0] ?? "–")
          : figure.events.toLocaleString("en-GB"),
        figure.n === null ? "–" : figure.n.toLocaleString("en-GB"),
        figure.estimate === null ? "–" : figureText(figure.estimate, share, 1000),
      ]),
      drawn,
      {
        middle: chosen.neighbourMedian,
        scale,
        width,
        label: (value) => (share ? `${fixed(value * 100, 0)}%` : fixed(value, 0)),
      },
    ),
    wrapped(
      `${chosen.neighbourMedian === null ? "" : `The bar is the neighbours' median, ${figureText(chosen.neighbourMedian, share, 1000)}. `}Region and England are published rounded to 10, so they are shown and not tested.`,
      width,
    ),
  ];
  if (chosen.years !== null) {
    const [change, interval] = changeCells(chosen.years, share);
    parts.push(
      `\n${paint("bold", "Over the years")}\n`,
      textTable(
        [
          { header: "" },
          right("events"),
          right("n"),
          right(share ? "%" : "rate"),
          right("95%"),
          right("95% limits"),
          { header: "limits?" },
        ],
        chosen.years.points.map((point) => [
          point.time,
          point.events.toLocaleString("en-GB"),
          point.n.toLocaleString("en-GB"),
          figureText(point.estimate, share, 1000),
          `${figureText(point.ciLow, share, 1000)} to ${figureText(point.ciHigh, share, 1000)}`,
          `${figureText(point.low95, share, 1000)} to ${figureText(point.high95, share, 1000)}`,
          point.outside ? "outside" : "inside",
        ]),
        width,
      ),
      wrapped(
        `Last year less the first: ${change} (95% interval ${interval})${share ? " percentage points" : ""}. ${chosen.years.note}`,
        width,
      ),
    );
  }
  for (const { time, reason } of chosen.yearsNotShown)
    parts.push(wrapped(`${time}: ${reason}.`, width));
  return parts.join("");
}
