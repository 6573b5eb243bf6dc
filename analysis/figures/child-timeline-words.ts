import type { ChildTimeline, TimelineSpan } from "../timeline/child-timeline.ts";
import type { ChildTimelineOptions, TimelineFlag } from "./child-timeline-options.ts";
import { ordinals } from "./child-timeline-styles.ts";
import { dateWords } from "./date-words.ts";
import { eventLanes } from "./event-styles.ts";
import { counted, lowerFirst } from "./number-words.ts";

/** Title, description and table of a child's time line. */
export function childTimelineWords(
  result: ChildTimeline,
  flags: readonly TimelineFlag[],
  options: ChildTimelineOptions,
) {
  const called = options.called ?? "one child";
  const phases = options.phases ?? [];
  const range = ({ start, end }: TimelineSpan): string =>
    `${dateWords(start)} to ${end === null ? "now" : dateWords(end)}`;
  const away = result.stays.filter((stay) => stay.value !== "parent").length;
  const signs = [
    result.index === null ? null : `index return ${dateWords(result.index)}`,
    result.followUp === null ? null : `follow-up ${dateWords(result.followUp)}`,
  ].filter((sign) => sign !== null);
  const rows = [
    ...phases.map((phase) => [range(phase), "Practice", phase.label, phase.start] as const),
    ...result.stays.map((stay) => [range(stay), "Lives", stay.label, stay.start] as const),
    ...result.legal.map((span) => [range(span), "Legal", span.label, span.start] as const),
    ...result.plans.map(
      (span) => [range(span), "Protection and plans", span.label, span.start] as const,
    ),
    ...result.events.map(
      (event) =>
        [
          dateWords(event.date, event.precision),
          eventLanes.find(({ lane }) => lane === event.lane)?.name ?? "Other",
          `${event.label}${event.category === null ? "" : `, ${lowerFirst(event.category)}`}${event.ofFamily ? " (family)" : ""}${event.answered === false ? ": no answer on file" : ""}`,
          event.date,
        ] as const,
    ),
    ...flags.map(
      (flag, at) => [dateWords(flag.date), "Drift", `${at + 1} ${flag.label}`, flag.date] as const,
    ),
    ...returnsOf(result).map(
      ({ date }, at) =>
        [dateWords(date), "Returns", `${ordinals[at] ?? `${at + 1}th`} return home`, date] as const,
    ),
    ...(result.index === null
      ? []
      : [[dateWords(result.index), "Study", "Index return", result.index] as const]),
    ...(result.followUp === null
      ? []
      : [[dateWords(result.followUp), "Study", "Follow-up", result.followUp] as const]),
  ].sort((a, b) => (a[3] < b[3] ? -1 : a[3] > b[3] ? 1 : 0));
  return {
    title: `The story of ${called}, from ${dateWords(result.from).slice(-4)} to ${dateWords(result.to).slice(-4)}`,
    subtitle: `${phases.length === 0 ? "Where" : "How the case was steered, where"} the child lived, orders, plans, concerns and responses${signs.length === 0 ? "" : `; ${signs.join(", ")}`}`,
    description: `${options.invented === true ? "Invented time line" : "Time line"} of ${called === "one child" ? "1 child" : called} with ${counted(result.events.length, "event")}. ${result.stays
      .map((stay) => `${stay.label} ${range(stay)}`)
      .join(
        "; ",
      )}. ${counted(away, "placement")} away from home, ${counted(returnsOf(result).length, "return")}. ${phases.map((phase) => `Practice ${lowerFirst(phase.label)} ${range(phase)}. `).join("")}${result.legal.map((span) => `${span.label} ${range(span)}`).join("; ")}${result.legal.length > 0 ? ". " : ""}${
      flags.length === 0
        ? ""
        : `Signs of drift: ${flags.map(({ date, label }) => `${dateWords(date)}, ${lowerFirst(label)}`).join("; ")}. `
    }The table lists every record.`,
    table: {
      caption: `Records in order of date, ${dateWords(result.from)} to ${dateWords(result.to)}`,
      columns: [{ header: "When" }, { header: "Lane" }, { header: "What" }],
      rows: rows.map(([when, lane, what]) => [when, lane, what]),
    },
    note: `${options.invented === true ? "Made up for this page: no real child or family." : "Case-level: for those who work on the case, never for release."}${
      result.siblingEvents > 0
        ? ` ${counted(result.siblingEvents, "record")} about brothers and sisters alone not shown.`
        : ""
    }`,
  };
}

/** The returns home on the line, the index return marked. */
export function returnsOf(result: ChildTimeline): { date: string; isIndex: boolean }[] {
  return result.stays.flatMap((stay, at) => {
    const before = result.stays[at - 1];
    if (stay.value !== "parent" || before === undefined || before.value === "parent") return [];
    return [{ date: stay.start, isIndex: stay.start === result.index }];
  });
}

/** What the letters of the marks mean, for those that occur. */
